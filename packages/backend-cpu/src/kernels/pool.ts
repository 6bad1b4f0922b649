import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { validLengths } from "../sequence/valid-lengths.ts";
import { floats, makeIntegerTensor, makeTensor } from "../tensor-data.ts";

/**
 * Pools over the valid steps of each row.  y [B,T,D] -> pooled [B,D], for "max" also steps [B,D].
 * The last valid step, the mean of all, or the largest in each place; zeros for a row without any.
 */
export const pool = defineKernel("UnrollPool", (inputs, { pooling }, backend: MathBackendCPU) => {
  const [batch, timeSteps, size] = inputs.y.shape;
  const y = floats(backend, inputs.y);
  const lengths = validLengths(backend, inputs, batch, timeSteps);
  const pooled = new Float32Array(batch * size);
  const steps = pooling === "max" ? new Int32Array(batch * size).fill(-1) : undefined;
  const sum = new Float64Array(size);
  for (let row = 0; row < batch; row++) {
    const length = lengths[row]!;
    if (length === 0) continue;
    const first = row * timeSteps * size;
    const to = row * size;
    if (pooling === "last") {
      const last = first + (length - 1) * size;
      pooled.set(y.subarray(last, last + size), to);
    } else if (steps) {
      const places = { y, first, size, length };
      for (let j = 0; j < size; j++) {
        const step = stepOfLargest(places, j);
        pooled[to + j] = y[first + step * size + j]!;
        steps[to + j] = step;
      }
    } else {
      sum.fill(0);
      for (let t = 0; t < length; t++) {
        const at = first + t * size;
        for (let j = 0; j < size; j++) sum[j] = sum[j]! + y[at + j]!;
      }
      for (let j = 0; j < size; j++) pooled[to + j] = sum[j]! / length;
    }
  }
  const output = makeTensor(backend, [batch, size], pooled);
  return steps ? [output, makeIntegerTensor(backend, [batch, size], steps)] : [output];
});

/** The first of the steps that hold the largest number in place j; a NaN counts as larger. */
function stepOfLargest(
  { y, first, size, length }: { y: Float32Array; first: number; size: number; length: number },
  j: number,
): number {
  let step = 0;
  let largest = y[first + j]!;
  for (let t = 1; t < length; t++) {
    const value = y[first + t * size + j]!;
    if (value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) {
      largest = value;
      step = t;
    }
  }
  return step;
}
