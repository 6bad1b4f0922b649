import { engine, getBackend, getKernel, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelAttrs, KernelInputs, KernelName } from "./contract.ts";

/** Whether the backend in use has this kernel. */
export function hasKernel(name: KernelName): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/** Tensors in place of TensorInfos: what a caller of a kernel passes. */
type TensorInputs<N extends KernelName> = {
  [K in keyof KernelInputs<N>]: KernelInputs<N>[K] extends TensorInfo | undefined ? Tensor : never;
};

/** Runs a kernel of the contract on the backend in use. The caller has checked {@link hasKernel}. */
export function runKernel<N extends KernelName>(
  name: N,
  inputs: TensorInputs<N>,
  attrs: KernelAttrs<N>,
): Tensor[] {
  const outputs: Tensor | Tensor[] = engine().runKernel(name, { ...inputs }, { ...attrs });
  return Array.isArray(outputs) ? outputs : [outputs];
}
