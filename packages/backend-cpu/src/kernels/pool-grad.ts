import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { validLengths } from "../sequence/valid-lengths.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of pooling.  dPooled [B,D], for "max" steps [B,D] -> dy [B,T,D]: to the last valid step,
 * to all of them evenly, or to the step in `steps`.
 */
export const poolGrad = defineKernel(
  "UnrollPoolGrad",
  (inputs, { pooling, timeSteps }, backend: MathBackendCPU) => {
    const [batch, size] = inputs.dPooled.shape;
    const dPooled = floats(backend, inputs.dPooled);
    const steps = inputs.steps && integers(backend, inputs.steps);
    const lengths = validLengths(backend, inputs, batch, timeSteps);
    const dy = new Float32Array(batch * timeSteps * size);
    for (let row = 0; row < batch; row++) {
      const length = lengths[row]!;
      if (length === 0) continue;
      const first = row * timeSteps * size;
      const from = row * size;
      if (steps) {
        for (let j = 0; j < size; j++) dy[first + steps[from + j]! * size + j] = dPooled[from + j]!;
        continue;
      }
      const share = pooling === "mean" ? 1 / length : 1;
      for (let t = pooling === "mean" ? 0 : length - 1; t < length; t++) {
        for (let j = 0; j < size; j++) dy[first + t * size + j] = share * dPooled[from + j]!;
      }
    }
    return [makeTensor(backend, [batch, timeSteps, size], dy)];
  },
);
