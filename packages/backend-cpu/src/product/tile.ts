// The inner loops of every product: the only code here that is written for the compiler.
//
// - Sums live in local variables, which V8 keeps in registers: 2 rows by 4 columns are the largest
//   tile for which it spills next to none.
// - Both operands lie in one array of doubles: one array is checked per round instead of two, and
//   no element is converted.
// - `& 0x3fffffff` keeps an index as it is, and tells V8 that it is small and not negative, so that
//   what is added to it needs neither an overflow check nor a sign.
//
// Each of these is worth a tenth to a third. Every element is summed over k in ascending order.

/**
 * out[2 rows, 4 columns] += left[2, depth] · panel[depth, 4].
 *
 * @param operands   holds the rows from `leftAt` on, one after the other, and the panel from `panelAt` on
 * @param outStride  from one row of `out` to the next
 */
export function addTwoRows(
  operands: Float64Array,
  leftAt: number,
  panelAt: number,
  depth: number,
  out: Float32Array,
  outAt: number,
  outStride: number,
): void {
  const nextAt = outAt + outStride;
  let c00 = out[outAt]!;
  let c01 = out[outAt + 1]!;
  let c02 = out[outAt + 2]!;
  let c03 = out[outAt + 3]!;
  let c10 = out[nextAt]!;
  let c11 = out[nextAt + 1]!;
  let c12 = out[nextAt + 2]!;
  let c13 = out[nextAt + 3]!;
  const end = (leftAt + depth) & 0x3fffffff;
  let a0At = leftAt & 0x3fffffff;
  let a1At = end; // the second row starts where the first ends
  let bAt = panelAt & 0x3fffffff;
  while (a0At < end) {
    const a0 = operands[a0At]!;
    const a1 = operands[a1At]!;
    const b0 = operands[bAt]!;
    const b1 = operands[bAt + 1]!;
    const b2 = operands[bAt + 2]!;
    const b3 = operands[bAt + 3]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    a0At = (a0At + 1) & 0x3fffffff;
    a1At = (a1At + 1) & 0x3fffffff;
    bAt = (bAt + 4) & 0x3fffffff;
  }
  out[outAt] = c00;
  out[outAt + 1] = c01;
  out[outAt + 2] = c02;
  out[outAt + 3] = c03;
  out[nextAt] = c10;
  out[nextAt + 1] = c11;
  out[nextAt + 2] = c12;
  out[nextAt + 3] = c13;
}

/**
 * out[1 row, 8 columns] += left[1, depth] · two neighbouring panels; see {@link addTwoRows}.
 * A single row has fewer sums to keep, so it takes two panels at a time.
 */
export function addOneRow(
  operands: Float64Array,
  leftAt: number,
  panelAt: number,
  depth: number,
  out: Float32Array,
  outAt: number,
): void {
  let c0 = out[outAt]!;
  let c1 = out[outAt + 1]!;
  let c2 = out[outAt + 2]!;
  let c3 = out[outAt + 3]!;
  let c4 = out[outAt + 4]!;
  let c5 = out[outAt + 5]!;
  let c6 = out[outAt + 6]!;
  let c7 = out[outAt + 7]!;
  const end = (leftAt + depth) & 0x3fffffff;
  let aAt = leftAt & 0x3fffffff;
  let bAt = panelAt & 0x3fffffff;
  let nextAt = (panelAt + depth * 4) & 0x3fffffff;
  while (aAt < end) {
    const a = operands[aAt]!;
    c0 += a * operands[bAt]!;
    c1 += a * operands[bAt + 1]!;
    c2 += a * operands[bAt + 2]!;
    c3 += a * operands[bAt + 3]!;
    c4 += a * operands[nextAt]!;
    c5 += a * operands[nextAt + 1]!;
    c6 += a * operands[nextAt + 2]!;
    c7 += a * operands[nextAt + 3]!;
    aAt = (aAt + 1) & 0x3fffffff;
    bAt = (bAt + 4) & 0x3fffffff;
    nextAt = (nextAt + 4) & 0x3fffffff;
  }
  out[outAt] = c0;
  out[outAt + 1] = c1;
  out[outAt + 2] = c2;
  out[outAt + 3] = c3;
  out[outAt + 4] = c4;
  out[outAt + 5] = c5;
  out[outAt + 6] = c6;
  out[outAt + 7] = c7;
}
