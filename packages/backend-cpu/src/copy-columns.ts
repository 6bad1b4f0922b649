/**
 * Copies columns of a row-major matrix into another.
 *
 * @param count       columns
 * @param fromColumn  the first of them in `from`, which has fromWidth columns
 * @param toColumn    where it goes in `to`, which has toWidth columns
 */
export function copyColumns(
  rows: number,
  count: number,
  from: Float32Array,
  fromColumn: number,
  fromWidth: number,
  to: Float32Array,
  toColumn: number,
  toWidth: number,
): void {
  for (let row = 0; row < rows; row++) {
    const source = row * fromWidth + fromColumn;
    const target = row * toWidth + toColumn;
    for (let j = 0; j < count; j++) to[target + j] = from[source + j]!;
  }
}
