import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/** Sum of squares of all elements of x, a scalar; summed in float64, from `sum` on where it is given. */
export const squaredNorm = defineKernel(
  "UnrollSquaredNorm",
  (inputs, _attrs, backend: MathBackendCPU) => {
    const x = floats(backend, inputs.x);
    let sum = inputs.sum ? floats(backend, inputs.sum)[0]! : 0;
    for (let n = 0; n < x.length; n++) sum += x[n]! * x[n]!;
    return [makeTensor(backend, [], Float32Array.of(sum))];
  },
);
