import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../autodiff/differentiable.ts";
import type { CellKernels, SequenceKernelName } from "../kernels/cell-kernels.ts";
import type { KernelAttrs, KernelInputs, KernelName, RunAttrs } from "../kernels/contract.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";

/** One cell's way over a batch of sequences in its kernels. */
export interface KernelCall<Part extends string> {
  /** [B,T,I] */
  x: Tensor3D;
  /** The initial state; undefined for zeros. */
  state: Readonly<Record<Part, Tensor2D>> | undefined;
  /** [B] int32; undefined when every row has T valid steps. */
  lengths: Tensor1D | undefined;
  reverse: boolean;
}

/** The kernels that a run needs now and the backend in use does not have. */
export function missingKernels({ forward, backward }: CellKernels): KernelName[] {
  const needed = isRecording() ? [forward, ...backward] : [forward];
  return needed.filter((name) => !hasKernel(name));
}

/** Returns y [B,T,H] and the final state. */
export function runInKernel<Part extends string>(
  kernels: CellKernels<Part>,
  call: KernelCall<Part>,
): { y: Tensor3D; state: Record<Part, Tensor2D> } {
  const [y, ...parts] = overTime(kernels, call, ["y", ...partsOf(kernels)]);
  const state = partsOf(kernels).map((part, n) => [part, parts[n]]);
  return { y: y as Tensor3D, state: Object.fromEntries(state) };
}

/** Returns the final h [B,H] alone: no gradient of any other output is formed or read. */
export function lastInKernel<Part extends string>(
  kernels: CellKernels<Part>,
  call: KernelCall<Part>,
): Tensor2D {
  return overTime(kernels, call, ["h"])[0] as Tensor2D;
}

/** What a kernel takes of a state: "h0" for h. */
export function initialState<T>(
  { state: places }: CellKernels,
  state: Readonly<Record<string, T>> | undefined,
): Record<string, T> {
  const initial: Record<string, T> = {};
  if (state) for (const part in places) initial[`${part}0`] = state[part] as T;
  return initial;
}

/** Runs the kernel and records its gradient. Gives the outputs that are asked for: y, and parts of the state. */
function overTime<Part extends string>(
  kernels: CellKernels<Part>,
  { x, state, lengths, reverse }: KernelCall<Part>,
  asked: readonly string[],
): Tensor[] {
  const reserve = isRecording();
  const inputs = { x, ...kernels.weights, ...initialState(kernels, state) } as Tensors;
  const places: Readonly<Record<string, number>> = { y: 0, ...kernels.state };
  return differentiable({
    inputs,
    forward: () => {
      const all = runBound(kernels, { ...inputs, lengths }, { reverse, reserve });
      // What stands behind the state, the reserve, is kept under its places: 0, 1, ...
      const kept = Object.fromEntries(all.slice(1 + partsOf(kernels).length).entries());
      return {
        outputs: asked.map((name) => all[places[name] as number] as Tensor),
        saved: { ...inputs, lengths, y: all[0], ...kept },
      };
    },
    backward: (gradients, { y, ...saved }: Tensors) => {
      const dys = asked.map((name, n) => [name === "y" ? "dy" : `d${name}N`, gradients[n]]);
      const pass = { inputs: saved, y, reserve: inPlaces(saved), reverse };
      return kernels.gradient(pass, Object.fromEntries(dys));
    },
  });
}

function partsOf<Part extends string>({ state }: CellKernels<Part>): string[] {
  return Object.keys(state);
}

type Tensors = Record<string, Tensor | undefined>;

/** `bindKernels` has checked the names and ranks against the contract of this kernel. */
function runBound({ forward, attrs }: CellKernels, inputs: object, run: RunAttrs): Tensor[] {
  return runKernel(
    forward,
    inputs as KernelInputs<SequenceKernelName>,
    { ...attrs, ...run } as KernelAttrs<SequenceKernelName>,
  ) as Tensor[];
}

/** What stands under 0, 1, 2, ... */
function inPlaces<T>(entries: Readonly<Record<string, T>>): T[] {
  const values: T[] = [];
  while (values.length in entries) values.push(entries[values.length] as T);
  return values;
}
