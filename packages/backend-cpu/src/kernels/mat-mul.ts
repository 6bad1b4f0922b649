import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { makeProduct } from "../product/make-product.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/** Rows of the left operand multiplied at a time, so that they stay in the cache. */
const BLOCK_ROWS = 64;

/** Product with transposes.  a [M,K] or [K,M], b [K,N] or [N,K], bias [N] -> a·b + bias [M,N]. */
export const matMul = defineKernel(
  "UnrollMatMul",
  ({ a, b, bias }, { transposeA, transposeB }, backend: MathBackendCPU) => {
    const [aRows, aColumns] = a.shape;
    const [bRows, bColumns] = b.shape;
    const rows = transposeA ? aColumns : aRows;
    const depth = transposeA ? aRows : aColumns;
    const width = transposeB ? bRows : bColumns;

    const left = floats(backend, a);
    const product = makeProduct(floats(backend, b), rows, {
      rows: Math.min(BLOCK_ROWS, rows),
      depth,
      width,
      transposed: transposeB,
    });
    const result = new Float32Array(rows * width);
    if (bias !== undefined) {
      const row = floats(backend, bias);
      for (let r = 0; r < rows; r++) result.set(row, r * width);
    }
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows - start);
      if (transposeA) copyColumns(left, rows, start, count, depth, product.left);
      else product.left.set(left.subarray(start * depth, (start + count) * depth));
      product.addTo(result, start * width, count);
    }
    return [makeTensor(backend, [rows, width], result)];
  },
);

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
