import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** A product for each row of a batch; see assembly/kernels/batch-mat-mul.ts. */
export const batchMatMul = defineKernel(
  "UnrollBatchMatMul",
  ({ a, b }, { transposeA, transposeB }, backend: BackendWasm) => {
    const [batch, aRows, aColumns] = a.shape;
    const [, bRows, bColumns] = b.shape;
    const rows = transposeA ? aColumns : aRows;
    const depth = transposeA ? aRows : aColumns;
    const width = transposeB ? bRows : bColumns;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    return runtime.run(
      [[batch, rows, width]],
      module.matMulScratch(rows, depth, width),
      (scratch, product) =>
        module.batchMatMul(
          runtime.address(a),
          runtime.address(b),
          batch,
          rows,
          depth,
          width,
          transposeA,
          transposeB,
          product,
          scratch,
        ),
    );
  },
);
