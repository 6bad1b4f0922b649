import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../autodiff/differentiable.ts";
import type { CellKernels, KernelPart, SequenceKernelName } from "../kernels/cell-kernels.ts";
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
  const outputs = overTime(kernels, call, [Y, ...kernels.parts]);
  const state: Record<string, Tensor2D> = {};
  kernels.parts.forEach(({ name }, n) => {
    state[name] = outputs[1 + n] as Tensor2D;
  });
  return { y: outputs[0] as Tensor3D, state };
}

/** Returns the final h [B,H] alone: no gradient of any other output is formed or read. */
export function lastInKernel<Part extends string>(
  kernels: CellKernels<Part>,
  call: KernelCall<Part>,
): Tensor2D {
  const h = kernels.parts.filter(({ name }) => name === "h");
  return overTime(kernels, call, h)[0] as Tensor2D;
}

/** What a kernel takes besides lengths: x, the weights, and the initial state under "h0" and the like. */
export function kernelInputs<T>(
  { weights, parts }: CellKernels,
  x: T,
  state: Readonly<Record<string, T>> | undefined,
): Record<string, T | undefined> {
  const inputs: Record<string, T | undefined> = { x, ...weights };
  if (state) for (const { name, initial } of parts) inputs[initial] = state[name];
  return inputs;
}

type Asked = Pick<KernelPart, "gradient" | "place">;
const Y: Asked = { gradient: "dy", place: 0 };

/** Runs the kernel and records its gradient. Gives the outputs that are asked for. */
function overTime<Part extends string>(
  kernels: CellKernels<Part>,
  { x, state, lengths, reverse }: KernelCall<Part>,
  asked: readonly Asked[],
): Tensor[] {
  const reserve = isRecording();
  const inputs = kernelInputs<Tensor>(kernels, x, state);
  const run = () => runBound(kernels, { ...inputs, lengths }, { reverse, reserve });
  const pick = (all: readonly Tensor[]) => asked.map(({ place }) => all[place] as Tensor);
  if (!reserve) return pick(run());
  const reserveFrom = 1 + kernels.parts.length;
  return differentiable({
    inputs,
    forward: () => {
      const all = run();
      const saved: Tensors = { ...inputs, lengths, y: all[0] };
      // The reserve is kept under its places: 0, 1, ...
      for (let n = reserveFrom; n < all.length; n++) saved[n - reserveFrom] = all[n];
      return { outputs: pick(all), saved };
    },
    backward: (gradients, saved) => {
      const dys: Tensors = {};
      asked.forEach(({ gradient }, n) => {
        dys[gradient] = gradients[n];
      });
      const { y } = saved;
      return kernels.gradient({ inputs: saved, y, reserve: inPlaces(saved), reverse }, dys);
    },
  });
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
