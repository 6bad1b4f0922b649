import type { KernelName, Merge, Rng, Sequence } from "@unroll/core";
import type { ReferenceCell } from "../reference/cell.ts";

/** Everything the suite knows of a kind of cell. A new one is an entry of `cells/table.ts` and its reference. */
export interface CellKind<O extends object = object> {
  /** As the names of cases say it. */
  readonly name: string;
  /** Core's layer, as torch.nn names the tensors of its state dict. */
  make(options: LayerOptions & O): Sequence;
  readonly reference: ReferenceCell<O>;
  /** The choices that its formula has. One without a name where there are none. */
  readonly variants: readonly CellVariant<O>[];
  /** Undefined for a cell that is always composed of tfjs ops. */
  readonly kernels?: { readonly forward: KernelName; readonly gradient: KernelName };
  /** Where Keras has it: which of Keras' gates is our first, our second, ... */
  readonly keras?: { readonly gates: readonly number[] };
  /** Where ONNX has it: the operator, its gates likewise, and the activations it has by default. */
  readonly onnx?: {
    readonly operator: string;
    readonly gates: readonly number[];
    readonly activations: readonly string[];
  };
}

export interface CellVariant<O extends object = object> {
  readonly name: string;
  /** Options of the cell, which are attributes of its kernels too. */
  readonly options: O;
  /** Recurrent weights are drawn in ±this/√hiddenSize. Default 2. */
  readonly gain?: number;
  /** Inputs of its gradient kernel whose NaN has no reach that the contract determines. */
  readonly stopsNaN?: readonly string[];
}

/** Options of a layer that do not depend on the cell. */
export interface LayerOptions {
  inputSize: number;
  hiddenSize: number;
  /** null for zeros. */
  rng: Rng | null;
  bias?: boolean | undefined;
  numLayers?: number | undefined;
  bidirectional?: boolean | undefined;
  reverse?: boolean | undefined;
  merge?: Merge | undefined;
  kernels?: "auto" | "off" | undefined;
}

/** One variant of a cell. */
export interface TestedCell {
  /** Such as "GRU, reset after". */
  readonly name: string;
  readonly kind: CellKind;
  readonly variant: CellVariant;
}

/** Every variant of these cells. */
export function everyVariant(kinds: readonly CellKind[]): TestedCell[] {
  return kinds.flatMap((kind) =>
    kind.variants.map((variant) => {
      const name = variant.name ? `${kind.name}, ${variant.name}` : kind.name;
      return { name, kind, variant };
    }),
  );
}
