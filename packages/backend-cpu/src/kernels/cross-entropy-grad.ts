import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { checkIndex } from "../check-indices.ts";
import { countTargets } from "../count-targets.ts";
import { largestOf, sumExp } from "../log-sum-exp.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of softmax cross-entropy.  logits [N,C], targets [N] int32, dLosses [N] -> dLogits [N,C].
 * dLogits = dLosses * (softmax(logits) - q), q = (1-s)*onehot + s/C; 0 for ignored rows.
 * With `mean` dLosses is a scalar, divided by the number of targets that count.
 * @throws {DataError} when a target is C or more
 */
export const crossEntropyGrad = defineKernel(
  "UnrollCrossEntropyGrad",
  (inputs, { labelSmoothing, mean }, backend: MathBackendCPU) => {
    const [rows, classes] = inputs.logits.shape;
    const logits = floats(backend, inputs.logits);
    const targets = integers(backend, inputs.targets);
    const dLosses = floats(backend, inputs.dLosses);
    const count = mean ? Math.max(1, countTargets(targets)) : 1;
    const dLogits = new Float32Array(rows * classes);
    for (let n = 0; n < rows; n++) {
      const target = targets[n]!;
      if (target < 0) continue;
      checkIndex("UnrollCrossEntropyGrad", "targets", targets, n, classes);
      const first = n * classes;
      const dLoss = dLosses[mean ? 0 : n]! / count;
      const largest = largestOf(logits, first, classes);
      const sum = sumExp(logits, first, classes, largest);
      for (let c = 0; c < classes; c++) {
        const q = (c === target ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
        dLogits[first + c] = dLoss * (Math.exp(logits[first + c]! - largest) / sum - q);
      }
    }
    return [makeTensor(backend, [rows, classes], dLogits)];
  },
);
