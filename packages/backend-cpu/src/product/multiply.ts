import { makeProduct } from "./make-product.ts";

/** Rows of the left operand multiplied at a time, so that they stay in the cache. */
const BLOCK_ROWS = 64;

/** The sizes of a product a·b [rows, width], and whether its operands are given transposed. */
interface TransposedSizes {
  rows: number;
  /** The inner size. */
  depth: number;
  width: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** The sizes of a product of operands of these shapes. */
export function productSizes(
  [aRows, aColumns]: readonly [number, number],
  [bRows, bColumns]: readonly [number, number],
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): TransposedSizes {
  return {
    rows: transposeA ? aColumns : aRows,
    depth: transposeA ? aRows : aColumns,
    width: transposeB ? bRows : bColumns,
    transposeA,
    transposeB,
  };
}

/** out[rows, width] += a·b, a block of rows at a time. */
export function multiply(
  a: Float32Array,
  b: Float32Array,
  { rows, depth, width, transposeA, transposeB }: TransposedSizes,
  out: Float32Array,
): void {
  const product = makeProduct(b, rows, {
    rows: Math.min(BLOCK_ROWS, rows),
    depth,
    width,
    transposed: transposeB,
  });
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - start);
    if (transposeA) copyColumns(a, rows, start, count, depth, product.left);
    else product.left.set(a.subarray(start * depth, (start + count) * depth));
    product.addTo(out, start * width, count);
  }
}

/** Columns start.. of a [depth, width] array as the rows of `to` [count, depth]. */
function copyColumns(
  from: Float32Array,
  width: number,
  start: number,
  count: number,
  depth: number,
  to: Float64Array,
): void {
  for (let k = 0; k < depth; k++) {
    const source = k * width + start;
    for (let r = 0; r < count; r++) to[r * depth + k] = from[source + r]!;
  }
}
