import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  getKernel,
  Identity,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

/**
 * Lets a clone share its tensor's memory, as on tfjs' other backends; its own wasm kernel copies.
 * tfjs clones whatever a gradient will need, which at batch 32, 100 steps and 128 units are 12 MB.
 * No kernel writes to an input, and memory is freed when its last tensor is.
 */
export function shareIdentity(): void {
  const name = "wasm";
  const registered = getKernel(Identity, name);
  if (registered?.kernelFunc === identity) return;
  if (registered !== undefined) unregisterKernel(Identity, name);
  registerKernel({ kernelName: Identity, backendName: name, kernelFunc: identity });
}

function identity({ inputs, backend }: { inputs: object; backend: unknown }): TensorInfo {
  const { x } = inputs as { x: TensorInfo };
  (backend as BackendWasm).incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}
