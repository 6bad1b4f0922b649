import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { addProduct } from "../product/multiply.ts";
import { packPanels } from "../product/panels.ts";
import { widenRows } from "../product/widen-rows.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/** Rows of the left operand converted at a time, so that they stay in cache. */
const BLOCK_ROWS = 64;

/** Product with transposes.  a [M,K] or [K,M], b [K,N] or [N,K] -> a·b [M,N]. */
export const matMul = defineKernel(
  "UnrollMatMul",
  ({ a, b }, { transposeA, transposeB }, backend: MathBackendCPU) => {
    const [aRows, aColumns] = a.shape as [number, number];
    const [bRows, bColumns] = b.shape as [number, number];
    const rows = transposeA ? aColumns : aRows;
    const depth = transposeA ? aRows : aColumns;
    const width = transposeB ? bRows : bColumns;

    const left = floats(backend, a);
    const right = packPanels(floats(backend, b), depth, width, transposeB);
    const product = new Float32Array(rows * width);
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows - start);
      const block = widenRows(left, start, count, rows, depth, transposeA);
      addProduct(block, count, right, product, start * width);
    }
    return [makeTensor(backend, [rows, width], product)];
  },
);
