import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel, dropoutMask } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/** Dropout of x, any shape: out[n] = x[n] * mask[n].  Srivastava 2014; Salmon 2011. */
export const dropout = defineKernel(
  "UnrollDropout",
  (inputs, { rate, ...place }, backend: MathBackendCPU) => {
    const x = floats(backend, inputs.x);
    const out = dropoutMask(x.length, rate, place);
    for (let n = 0; n < x.length; n++) out[n] = x[n]! * out[n]!;
    return [makeTensor(backend, inputs.x.shape, out)];
  },
);
