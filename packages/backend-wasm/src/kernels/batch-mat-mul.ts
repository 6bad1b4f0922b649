import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { productSizes } from "../product-sizes.ts";
import { runtimeOf } from "../runtime.ts";

/** A product for each row of a batch; see assembly/kernels/batch-mat-mul.ts. */
export const batchMatMul = defineKernel(
  "UnrollBatchMatMul",
  ({ a, b }, { transposeA, transposeB }, backend: BackendWasm) => {
    const [batch, ...aShape] = a.shape;
    const [, ...bShape] = b.shape;
    const { rows, depth, width } = productSizes(aShape, bShape, { transposeA, transposeB });
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
