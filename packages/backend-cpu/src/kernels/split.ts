import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { copyColumns } from "../copy-columns.ts";
import { floats, makeTensor } from "../tensor-data.ts";

/** The parts of a tensor on its last axis.  [...,D0+D1+...] -> [...,D0], [...,D1], ... */
export const split = defineKernel("UnrollSplit", (inputs, { sizes }, backend: MathBackendCPU) => {
  const whole = floats(backend, inputs.whole);
  const leading = inputs.whole.shape.slice(0, -1);
  const rows = leading.reduce((count, size) => count * size, 1);
  const width = inputs.whole.shape.at(-1) as number;
  let column = 0;
  return sizes.map((size) => {
    const part = new Float32Array(rows * size);
    copyColumns(rows, size, whole, column, width, part, 0, size);
    column += size;
    return makeTensor(backend, [...leading, size], part);
  });
});
