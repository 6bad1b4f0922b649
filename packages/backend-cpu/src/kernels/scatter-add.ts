import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { checkIndices } from "../check-indices.ts";
import { scatterAddRows } from "../sequence/rows.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of gather.  indices [N] int32, updates [N,D] -> out [V,D], V = `rows`;
 * out[indices[n]] += updates[n], from zeros. Each row is summed in float64, in the order of n.
 * @throws {DataError} when an index is not in 0..V-1
 */
export const scatterAdd = defineKernel(
  "UnrollScatterAdd",
  (inputs, { rows }, backend: MathBackendCPU) => {
    const [, width] = inputs.updates.shape;
    const indices = integers(backend, inputs.indices);
    const updates = floats(backend, inputs.updates);
    checkIndices("UnrollScatterAdd", indices, rows);
    const table = new Float32Array(rows * width);
    scatterAddRows(updates, indices, width, table);
    return [makeTensor(backend, [rows, width], table)];
  },
);
