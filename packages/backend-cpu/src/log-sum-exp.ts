/**
 * log sum_c exp(values[first + c]) over `count` values, in float64. The largest value is taken
 * out, so that no exponential overflows. NaN stays NaN.
 */
export function logSumExp(values: Float32Array, first: number, count: number): number {
  const largest = largestOf(values, first, count);
  return largest + Math.log(sumExp(values, first, count, largest));
}

/** The largest of `count` values from `first` on; NaN where one is. */
export function largestOf(values: Float32Array, first: number, count: number): number {
  let largest = -Infinity;
  for (let c = 0; c < count; c++) largest = Math.max(largest, values[first + c]!);
  return largest;
}

/** sum_c exp(values[first + c] - largest) over `count` values. */
export function sumExp(
  values: Float32Array,
  first: number,
  count: number,
  largest: number,
): number {
  let sum = 0;
  for (let c = 0; c < count; c++) sum += Math.exp(values[first + c]! - largest);
  return sum;
}
