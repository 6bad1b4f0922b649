import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/** A point between a and b, as torch.lerp. a, b of one shape -> that shape. a + weight*(b - a). */
export const lerp = defineKernel("UnrollLerp", (inputs, { weight }, backend: MathBackendCPU) => {
  const a = floats(backend, inputs.a);
  const b = floats(backend, inputs.b);
  const between = new Float32Array(a.length);
  for (let n = 0; n < a.length; n++) {
    between[n] = a[n]! + weight * (b[n]! - a[n]!);
  }
  return [makeTensor(backend, inputs.a.shape, between)];
});
