import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { checkIndex } from "../check-indices.ts";
import { countTargets } from "../count-targets.ts";
import { logSumExp } from "../log-sum-exp.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Softmax cross-entropy from class indices.  logits [N,C], targets [N] int32 -> losses [N].
 * loss = logSumExp(logits) - (1-s)*logits[target] - s*mean(logits), s = labelSmoothing:
 * the contract's sum over q, written out. A negative target is ignored: its loss is 0.
 * With `mean` their mean over the targets that count, a scalar.
 * @throws {DataError} when a target is C or more
 */
export const crossEntropy = defineKernel(
  "UnrollCrossEntropy",
  (inputs, { labelSmoothing, mean }, backend: MathBackendCPU) => {
    const [rows, classes] = inputs.logits.shape;
    const logits = floats(backend, inputs.logits);
    const targets = integers(backend, inputs.targets);
    const losses = new Float32Array(rows);
    for (let n = 0; n < rows; n++) {
      const target = targets[n]!;
      if (target < 0) continue;
      checkIndex("UnrollCrossEntropy", "targets", targets, n, classes);
      const first = n * classes;
      let loss = logSumExp(logits, first, classes) - (1 - labelSmoothing) * logits[first + target]!;
      // Without smoothing the mean stays out of it: an infinite logit times 0 would be NaN.
      if (labelSmoothing > 0) {
        let sum = 0;
        for (let c = 0; c < classes; c++) sum += logits[first + c]!;
        loss -= (labelSmoothing / classes) * sum;
      }
      losses[n] = loss;
    }
    if (!mean) return [makeTensor(backend, [rows], losses)];
    let total = 0;
    for (let n = 0; n < rows; n++) total += losses[n]!;
    return [makeTensor(backend, [], Float32Array.of(total / Math.max(1, countTargets(targets))))];
  },
);
