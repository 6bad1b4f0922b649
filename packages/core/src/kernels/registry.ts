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
import type { KernelAttrs, KernelInputs, KernelName } from "./contract.ts";

/** Whether the backend in use has this kernel. */
export function hasKernel(name: KernelName): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/**
 * Runs a kernel of the contract on the backend in use. The caller has checked {@link hasKernel}, and
 * records the gradient: this call is not on the tape.
 */
export function runKernel<N extends KernelName>(
  name: N,
  inputs: KernelInputs<N>,
  attrs: KernelAttrs<N>,
): Tensor[] {
  const tfjs = engine();
  if (tfjs.state.profiling) {
    // Only tfjs' own way shows the kernel to its profiler. It takes tensors, which these then are.
    const given = present<TensorInfo>({ ...inputs }) as never;
    const outputs: Tensor | Tensor[] = tfjs.runKernel(name, given, { ...attrs });
    return Array.isArray(outputs) ? outputs : [outputs];
  }
  return callKernel(name, inputs, attrs).map((output) => tfjs.makeTensorFromTensorInfo(output));
}

/**
 * The same on bare data, without tensors around it, which nobody but the caller knows and disposes.
 * A kernel's scope, tape and checks, which tfjs' runKernel adds, take longer than a small kernel.
 */
export function callKernel<N extends KernelName>(
  name: N,
  inputs: KernelInputs<N>,
  attrs: KernelAttrs<N>,
): TensorInfo[] {
  const outputs = getKernel(name, getBackend()).kernelFunc({
    inputs: inputs as unknown as NamedTensorInfoMap,
    attrs: attrs as NamedAttrMap,
    backend: engine().backend,
  });
  return Array.isArray(outputs) ? outputs : [outputs];
}
