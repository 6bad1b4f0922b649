import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { checkIndices } from "../check-indices.ts";
import { gatherRows } from "../sequence/rows.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Rows of a table.  table [V,D], indices [N] int32 -> out [N,D];  out[n] = table[indices[n]].
 * @throws {DataError} when an index is not in 0..V-1
 */
export const gather = defineKernel("UnrollGather", (inputs, _attrs, backend: MathBackendCPU) => {
  const [rows, width] = inputs.table.shape;
  const indices = integers(backend, inputs.indices);
  checkIndices("UnrollGather", indices, rows);
  const gathered = new Float32Array(indices.length * width);
  gatherRows(floats(backend, inputs.table), indices, width, gathered);
  return [makeTensor(backend, [indices.length, width], gathered)];
});
