import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { exponential } from "../exponential.ts";
import { largestOf } from "../log-sum-exp.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/**
 * Softmax over the positions that count.  scores [B,Q,S], lengths [B] int32 -> weights [B,Q,S].
 * weights[s] = exp(scores[s] - largest) / sum_r exp(scores[r] - largest) for s, r < lengths[b], else 0;
 * zeros alone where there is no score above -Infinity.  Bahdanau 2015.
 */
export const maskedSoftmax = defineKernel(
  "UnrollMaskedSoftmax",
  (inputs, _attrs, backend: MathBackendCPU) => {
    const [batch, queries, positions] = inputs.scores.shape;
    const scores = floats(backend, inputs.scores);
    const lengths = validLengths(backend, inputs, batch, positions);
    const weights = new Float32Array(scores.length);
    const powers = new Float64Array(positions);
    for (let row = 0; row < batch * queries; row++) {
      const first = row * positions;
      const length = lengths[Math.floor(row / queries)]!;
      const largest = largestOf(scores, first, length);
      if (largest === -Infinity) continue;
      let sum = 0;
      for (let s = 0; s < length; s++) {
        const power = exponential(scores[first + s]! - largest);
        powers[s] = power;
        sum += power;
      }
      for (let s = 0; s < length; s++) weights[first + s] = powers[s]! / sum;
    }
    return [makeTensor(backend, inputs.scores.shape, weights)];
  },
);
