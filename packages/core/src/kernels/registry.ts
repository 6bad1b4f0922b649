import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { present } from "../autodiff/present.ts";
import type { Info, KernelAttrs, KernelInputs, KernelName, KernelOutputs } from "./contract.ts";
import { type Alive, requireAlive } from "./require-alive.ts";

/** Whether the backend in use has this kernel. */
export function hasKernel(name: KernelName): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/** Bare data as the tensors that {@link runKernel} makes of them. */
export type Tensors<Data> = { [K in keyof Data]: TensorOf<Data[K]> };
type TensorOf<D> = D extends Info<infer R> ? Tensor<R> : D;

/**
 * Runs a kernel of the contract on the backend in use. The caller has checked {@link hasKernel}, and
 * records the gradient: this call is not on the tape.
 *
 * @throws {DataError} when an input is disposed
 */
export function runKernel<N extends KernelName, const A extends KernelAttrs<N>>(
  name: N,
  inputs: KernelInputs<N>,
  attrs: A,
): Tensors<KernelOutputs<N, A>> {
  const tfjs = engine();
  let outputs: Tensor | Tensor[];
  try {
    if (tfjs.state.profiling) {
      // Only tfjs' own way shows the kernel to its profiler. It takes tensors, which these then are.
      outputs = tfjs.runKernel(name, present<TensorInfo>({ ...inputs }) as never, { ...attrs });
    } else {
      outputs = call(name, inputs, attrs).map((output) => tfjs.makeTensorFromTensorInfo(output));
    }
  } catch (error) {
    // Looked for only now: a kernel runs far oftener than it is given a disposed tensor.
    for (const input in inputs) requireAlive(name, input, inputs[input] as Alive | undefined);
    throw error;
  }
  return asArray(outputs) as Tensors<KernelOutputs<N, A>>;
}

/**
 * The same on bare data, without tensors around it, which nobody but the caller knows and disposes.
 * A kernel's scope, tape and checks, which tfjs' runKernel adds, take longer than a small kernel.
 */
export function callKernel<N extends KernelName, const A extends KernelAttrs<N>>(
  name: N,
  inputs: KernelInputs<N>,
  attrs: A,
): KernelOutputs<N, A> {
  return call(name, inputs, attrs) as KernelOutputs<N, A>;
}

function call(name: KernelName, inputs: object, attrs: object): TensorInfo[] {
  const { kernelFunc } = getKernel(name, getBackend());
  // tfjs types every kernel alike, and its inputs as if all were given.
  return asArray(
    kernelFunc({
      inputs: inputs as NamedTensorInfoMap,
      attrs: attrs as NamedAttrMap,
      backend: engine().backend,
    }),
  );
}

function asArray<T>(outputs: T | T[]): T[] {
  return Array.isArray(outputs) ? outputs : [outputs];
}
