import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { multiply, productSizes } from "../product/multiply.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/** A product for each row of a batch.  a [B,M,K] or [B,K,M], b [B,K,N] or [B,N,K] -> a·b [B,M,N]. */
export const batchMatMul = defineKernel(
  "UnrollBatchMatMul",
  ({ a, b }, transposes, backend: MathBackendCPU) => {
    const [batch, ...aShape] = a.shape;
    const [, ...bShape] = b.shape;
    const sizes = productSizes(aShape, bShape, transposes);
    const { rows, width } = sizes;
    const products = new Float32Array(batch * rows * width);
    multiply(batch, floats(backend, a), floats(backend, b), sizes, products);
    return [makeTensor(backend, [batch, rows, width], products)];
  },
);
