/**
 * log sum_c exp(values[first + c]) over `count` values, in float64. The largest value is taken
 * out, so that no exponential overflows. NaN stays NaN.
 */
export function logSumExp(values: Float32Array, first: number, count: number): number {
  let largest = -Infinity;
  for (let c = 0; c < count; c++) largest = Math.max(largest, values[first + c]!);
  let sum = 0;
  for (let c = 0; c < count; c++) sum += Math.exp(values[first + c]! - largest);
  return largest + Math.log(sum);
}
