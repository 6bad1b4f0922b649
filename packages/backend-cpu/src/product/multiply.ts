import { makeProduct } from "./make-product.ts";
import type { Product } from "./product.ts";

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

/**
 * out += a·b, a block of rows at a time, for each of `count` pairs of operands.
 *
 * @param a    [count, rows, depth], or [count, depth, rows] where it is transposed
 * @param b    [count, depth, width], or [count, width, depth]
 * @param out  [count, rows, width]
 */
export function multiply(
  count: number,
  a: Float32Array,
  b: Float32Array,
  { rows, depth, width, transposeA, transposeB }: TransposedSizes,
  out: Float32Array,
): void {
  let product: Product | undefined;
  for (let n = 0; n < count; n++) {
    const left = a.subarray(n * rows * depth, (n + 1) * rows * depth);
    const right = b.subarray(n * depth * width, (n + 1) * depth * width);
    product?.setRight(right);
    product ??= makeProduct(right, rows, {
      rows: Math.min(BLOCK_ROWS, rows),
      depth,
      width,
      transposed: transposeB,
    });
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const end = Math.min(start + BLOCK_ROWS, rows);
      if (transposeA) copyColumns(left, rows, start, end - start, depth, product.left);
      else product.left.set(left.subarray(start * depth, end * depth));
      product.addTo(out, (n * rows + start) * width, end - start);
    }
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
