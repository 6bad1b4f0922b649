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
    const { rows, depth, width } = sizes;
    const [lefts, rights] = [floats(backend, a), floats(backend, b)];
    const results = new Float32Array(batch * rows * width);
    for (let n = 0; n < batch; n++) {
      const left = lefts.subarray(n * rows * depth, (n + 1) * rows * depth);
      const right = rights.subarray(n * depth * width, (n + 1) * depth * width);
      const result = results.subarray(n * rows * width, (n + 1) * rows * width);
      multiply(left, right, sizes, result);
    }
    return [makeTensor(backend, [batch, rows, width], results)];
  },
);
