import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { copyColumns } from "../copy-columns.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/** Tensors side by side on their last axis.  [...,D0], [...,D1], ... -> [...,D0+D1+...]. */
export const concat = defineKernel("UnrollConcat", (inputs, _attrs, backend: MathBackendCPU) => {
  const parts = Object.values(inputs);
  const values = parts.map((part) => floats(backend, part));
  const sizes = parts.map(({ shape }) => shape.at(-1) as number);
  const leading = (parts[0] as TensorInfo).shape.slice(0, -1);
  const rows = leading.reduce((count, size) => count * size, 1);
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const whole = new Float32Array(rows * width);
  let column = 0;
  for (const [n, size] of sizes.entries()) {
    copyColumns(rows, size, values[n]!, 0, size, whole, column, width);
    column += size;
  }
  return [makeTensor(backend, [...leading, width], whole)];
});
