import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { validLengths } from "../sequence/valid-lengths.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * The state every step started from. y [B,T,H], h0 [B,H] -> previous [B,T,H]:
 * h0 at a row's first step, else the y of the step before; 0 at invalid steps.
 */
export const previousStates = defineKernel(
  "UnrollPreviousStates",
  (inputs, { reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, hiddenSize] = inputs.y.shape;
    const y = floats(backend, inputs.y);
    const h0 = floatsOrZeros(backend, inputs.h0, batch * hiddenSize);
    const lengths = validLengths(backend, inputs, batch, timeSteps);
    const previous = new Float32Array(y.length);
    for (let row = 0; row < batch; row++) {
      const length = lengths[row]!;
      if (length === 0) continue;
      const rowAt = row * timeSteps * hiddenSize;
      const lastAt = rowAt + (length - 1) * hiddenSize;
      const initial = h0.subarray(row * hiddenSize, (row + 1) * hiddenSize);
      if (reverse) {
        previous.set(y.subarray(rowAt + hiddenSize, lastAt + hiddenSize), rowAt);
        previous.set(initial, lastAt);
      } else {
        previous.set(initial, rowAt);
        previous.set(y.subarray(rowAt, lastAt), rowAt + hiddenSize);
      }
    }
    return [makeTensor(backend, inputs.y.shape, previous)];
  },
);
