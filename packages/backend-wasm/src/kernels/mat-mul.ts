import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { productSizes } from "../product-sizes.ts";
import { runtimeOf } from "../runtime.ts";

/** Product with transposes; see assembly/kernels/mat-mul.ts. */
export const matMul = defineKernel(
  "UnrollMatMul",
  ({ a, b, bias }, { transposeA, transposeB }, backend: BackendWasm) => {
    const { rows, depth, width } = productSizes(a.shape, b.shape, { transposeA, transposeB });
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    return runtime.run(
      [[rows, width]],
      module.matMulScratch(rows, depth, width),
      (scratch, product) =>
        module.matMul(
          runtime.address(a),
          runtime.address(b),
          runtime.address(bias),
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
