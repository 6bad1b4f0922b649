/**
 * Some rows of a product's left operand as float64.
 *
 * @param a  [rows, depth], or [depth, rows] when `transposed`
 * @returns  [count, depth], the rows from `start` on
 */
export function widenRows(
  a: Float32Array,
  start: number,
  count: number,
  rows: number,
  depth: number,
  transposed: boolean,
): Float64Array {
  const wide = new Float64Array(count * depth);
  if (!transposed) {
    const first = start * depth;
    for (let i = 0; i < wide.length; i++) wide[i] = a[first + i]!;
    return wide;
  }
  for (let k = 0; k < depth; k++) {
    const first = k * rows + start;
    for (let r = 0; r < count; r++) wide[r * depth + k] = a[first + r]!;
  }
  return wide;
}
