import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { multiply, productSizes } from "../product/multiply.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/** Product with transposes.  a [M,K] or [K,M], b [K,N] or [N,K], bias [N] -> a·b + bias [M,N]. */
export const matMul = defineKernel(
  "UnrollMatMul",
  ({ a, b, bias }, transposes, backend: MathBackendCPU) => {
    const sizes = productSizes(a.shape, b.shape, transposes);
    const { rows, width } = sizes;
    const result = new Float32Array(rows * width);
    if (bias !== undefined) {
      const row = floats(backend, bias);
      for (let r = 0; r < rows; r++) result.set(row, r * width);
    }
    multiply(1, floats(backend, a), floats(backend, b), sizes, result);
    return [makeTensor(backend, [rows, width], result)];
  },
);
