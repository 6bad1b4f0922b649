import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { checkIndex } from "../check-indices.ts";
import { largestOf, sumExp } from "../log-sum-exp.ts";
import { multiply } from "../product/multiply.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/** Rows whose logits are held at a time. */
const BLOCK_ROWS = 64;

/**
 * Softmax cross-entropy of a linear layer.  x [N,D], weight [V,D], bias [V], targets [N] int32 -> loss, the mean
 * over the targets that are not negative, and with `reserve` its gradients dX [N,D], dWeight [V,D], dBias [V].
 * logits = x·weightᵀ + bias;  dLogits = (softmax(logits) - q) / count, q = (1-s)*onehot + s/V;
 * dX = dLogits·weight;  dWeight = dLogitsᵀ·x.  s = labelSmoothing.  Hsu 2024, Liger Kernel.
 * @throws {DataError} when a target is V or more
 */
export const linearCrossEntropy = defineKernel(
  "UnrollLinearCrossEntropy",
  (inputs, { labelSmoothing, reserve }, backend: MathBackendCPU) => {
    const [rows, size] = inputs.x.shape;
    const [classes] = inputs.weight.shape;
    const x = floats(backend, inputs.x);
    const weight = floats(backend, inputs.weight);
    const bias = inputs.bias && floats(backend, inputs.bias);
    const targets = integers(backend, inputs.targets);
    const counted = placesThatCount(targets, classes);
    const dX = new Float32Array(reserve ? rows * size : 0);
    const dWeight = new Float32Array(reserve ? classes * size : 0);
    const dBias = new Float32Array(reserve ? classes : 0);

    let total = 0;
    for (let start = 0; start < counted.length; start += BLOCK_ROWS) {
      const places = counted.slice(start, start + BLOCK_ROWS);
      const count = places.length;
      const block = new Float32Array(count * size); // these rows of x
      const logits = new Float32Array(count * classes);
      places.forEach((place, r) => {
        block.set(x.subarray(place * size, (place + 1) * size), r * size);
        if (bias) logits.set(bias, r * classes);
      });
      const forward = { rows: count, depth: size, width: classes };
      multiply(1, block, weight, { ...forward, transposeA: false, transposeB: true }, logits);
      places.forEach((place, r) => {
        const row = logits.subarray(r * classes, (r + 1) * classes);
        const target = targets[place]!;
        const largest = largestOf(row, 0, classes);
        const powers = sumExp(row, 0, classes, largest);
        total += largest + Math.log(powers) - meanUnderTarget(row, target, labelSmoothing);
        if (!reserve) return;
        for (let c = 0; c < classes; c++) {
          const q = (c === target ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
          row[c] = (Math.exp(row[c]! - largest) / powers - q) / counted.length;
        }
      });
      if (!reserve) continue;

      const dLogits = logits;
      for (let at = 0; at < dLogits.length; at++) dBias[at % classes]! += dLogits[at]!;
      const toWeight = { rows: classes, depth: count, width: size };
      multiply(1, dLogits, block, { ...toWeight, transposeA: true, transposeB: false }, dWeight);
      const dBlock = new Float32Array(count * size);
      const toX = { rows: count, depth: classes, width: size };
      multiply(1, dLogits, weight, { ...toX, transposeA: false, transposeB: false }, dBlock);
      places.forEach((place, r) => {
        dX.set(dBlock.subarray(r * size, (r + 1) * size), place * size);
      });
    }
    const loss = makeTensor(backend, [], Float32Array.of(total / Math.max(1, counted.length)));
    if (!reserve) return [loss];
    return [
      loss,
      makeTensor(backend, [rows, size], dX),
      makeTensor(backend, [classes, size], dWeight),
      makeTensor(backend, [classes], dBias),
    ];
  },
);

/** The rows whose target is not negative. */
function placesThatCount(targets: Int32Array, classes: number): number[] {
  const places: number[] = [];
  for (let n = 0; n < targets.length; n++) {
    if (targets[n]! < 0) continue;
    checkIndex("UnrollLinearCrossEntropy", "targets", targets, n, classes);
    places.push(n);
  }
  return places;
}

/** sum_c q_c logits_c. */
function meanUnderTarget(logits: Float32Array, target: number, labelSmoothing: number): number {
  const hit = (1 - labelSmoothing) * logits[target]!;
  // Without smoothing the mean stays out of it: an infinite logit times 0 would be NaN.
  if (labelSmoothing === 0) return hit;
  return hit + (labelSmoothing / logits.length) * logits.reduce((sum, logit) => sum + logit, 0);
}
