import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { validLengths } from "../sequence/valid-lengths.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of the masked softmax.  weights, dWeights [B,Q,S], lengths [B] int32 -> dScores [B,Q,S].
 * dScores[s] = weights[s] * (dWeights[s] - sum_r weights[r]*dWeights[r]) for s, r < lengths[b], else 0.
 */
export const maskedSoftmaxGrad = defineKernel(
  "UnrollMaskedSoftmaxGrad",
  (inputs, _attrs, backend: MathBackendCPU) => {
    const [batch, queries, positions] = inputs.weights.shape;
    const weights = floats(backend, inputs.weights);
    const dWeights = floats(backend, inputs.dWeights);
    const lengths = validLengths(backend, inputs, batch, positions);
    const dScores = new Float32Array(weights.length);
    for (let row = 0; row < batch * queries; row++) {
      const first = row * positions;
      const end = first + lengths[Math.floor(row / queries)]!;
      let mean = 0;
      for (let at = first; at < end; at++) mean += weights[at]! * dWeights[at]!;
      for (let at = first; at < end; at++) dScores[at] = weights[at]! * (dWeights[at]! - mean);
    }
    return [makeTensor(backend, inputs.weights.shape, dScores)];
  },
);
