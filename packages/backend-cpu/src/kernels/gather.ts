import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { checkIndices } from "../check-indices.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Rows of a table.  table [V,D], indices [N] int32 -> out [N,D];  out[n] = table[indices[n]].
 * @throws {DataError} when an index is not in 0..V-1
 */
export const gather = defineKernel("UnrollGather", (inputs, _attrs, backend: MathBackendCPU) => {
  const [rows, width] = inputs.table.shape;
  const table = floats(backend, inputs.table);
  const indices = integers(backend, inputs.indices);
  checkIndices("UnrollGather", indices, rows);
  const gathered = new Float32Array(indices.length * width);
  for (let n = 0; n < indices.length; n++) {
    const from = indices[n]! * width;
    const to = n * width;
    for (let j = 0; j < width; j++) gathered[to + j] = table[from + j]!;
  }
  return [makeTensor(backend, [indices.length, width], gathered)];
});
