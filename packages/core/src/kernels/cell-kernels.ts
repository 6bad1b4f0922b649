import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { KernelAttrs, KernelInputs, KernelName, KernelReserve, RunAttrs } from "./contract.ts";
import type { Tensors } from "./registry.ts";

/**
 * The kernels that run a cell over a whole sequence: those of the contract that take
 * {@link RunAttrs}, x [B,T,I], `lengths`, the initial state as "h0" and the like, and weights under any names,
 * and give y [B,T,H], the final state, and the reserve.
 */
export type SequenceKernelName = {
  [N in KernelName]: KernelAttrs<N> extends RunAttrs ? N : never;
}[KernelName];

/** The parts of the state of a sequence kernel, such as "h" and "c": its inputs "h0" and "c0". */
export type StatePart<N extends SequenceKernelName> = {
  [K in keyof KernelInputs<N>]-?: K extends `${infer Part}0` ? Part : never;
}[keyof KernelInputs<N>];

/** A cell as a backend sees it that streams numbers through it. */
export type StreamCell<N extends SequenceKernelName = SequenceKernelName> = {
  [K in N]: {
    /** The kernel over a whole sequence: its name tells what the cell computes. */
    readonly forward: K;
    /** By the names of the kernel's inputs. Variables: their data is another after each update. */
    readonly weights: Readonly<Omit<KernelInputs<K>, "x" | "lengths" | `${StatePart<K>}0`>>;
    /** The attributes of the kernel that are the cell's own, such as `resetAfter`. */
    readonly attrs: Readonly<Omit<KernelAttrs<K>, keyof RunAttrs>>;
  };
}[N];

/** How a cell is bound to kernels, for {@link bindKernels}. */
export type KernelBinding<N extends SequenceKernelName> = StreamCell<N> & {
  /** The kernels that the gradient needs besides. */
  readonly backward: readonly KernelName[];
  /** At which place among the kernel's outputs each part of the final state stands; y has place 0. */
  readonly state: { readonly [P in StatePart<N>]: number };
  /**
   * The gradients of the kernel's inputs, each formed only when it is asked for. What they share, such as
   * the gradient kernel's outputs, is computed here.
   *
   * @param pass  what the forward pass was given and kept
   * @param dys   gradients of the outputs: undefined where nobody uses that output
   */
  gradient(pass: ForwardPass<N>, dys: OutputGradients<N>): InputGradients<N>;
};

export interface ForwardPass<N extends SequenceKernelName> {
  readonly inputs: Readonly<Tensors<KernelInputs<N>>>;
  readonly y: Tensor3D;
  readonly reserve: Tensors<KernelReserve<N>>;
  readonly reverse: boolean;
}

export type OutputGradients<N extends SequenceKernelName> = {
  readonly dy?: Tensor3D | undefined;
} & { readonly [P in StatePart<N> as `d${P}N`]?: Tensor2D | undefined };

export type InputGradients<N extends SequenceKernelName> = {
  readonly [K in Exclude<keyof KernelInputs<N>, "lengths">]-?: () => Tensor;
};

/**
 * How a cell runs over a whole sequence in kernels of a backend, as {@link bindKernels} makes it.
 * Sequences and streams ask no more of it; which kernels they are is known to the cell alone.
 */
export interface CellKernels<Part extends string = string> {
  readonly forward: SequenceKernelName;
  readonly backward: readonly KernelName[];
  readonly state: { readonly [P in Part]: number };
  /** The parts of the state once more, with the names that they have in the kernels. */
  readonly parts: readonly KernelPart[];
  readonly weights: object;
  readonly attrs: object;
  gradient(pass: object, dys: object): Readonly<Record<string, () => Tensor>>;
}

export interface KernelPart {
  /** Such as "h". */
  readonly name: string;
  /** The input that starts it, "h0". */
  readonly initial: string;
  /** The gradient of its final value, "dhN". */
  readonly gradient: string;
  /** Where its final value stands among the outputs. */
  readonly place: number;
}

/**
 * Binds a cell to kernels of the contract, for its property `kernels`: which kernels, which tensors are
 * their inputs, and how gradients are formed. All of it is typed by the forward kernel's name.
 */
export function bindKernels<N extends SequenceKernelName>(
  binding: KernelBinding<N>,
): CellKernels<StatePart<N>> {
  const parts = Object.entries<number>(binding.state).map(([name, place]) => ({
    name,
    initial: `${name}0`,
    gradient: `d${name}N`,
    place,
  }));
  return { ...binding, parts };
}
