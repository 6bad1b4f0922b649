import { checkIndex } from "../check-indices.ts";

/**
 * Where steps of each row lie among those of all rows: [B,N], `count` of them a row, as places b*T + t.
 * @throws {DataError} naming the kernel and the first step outside 0..timeSteps-1
 */
export function placesOfSteps(
  kernel: string,
  steps: Int32Array,
  count: number,
  timeSteps: number,
): Int32Array {
  return steps.map((step, n) => {
    checkIndex(kernel, "steps", steps, n, timeSteps);
    return Math.floor(n / count) * timeSteps + step;
  });
}
