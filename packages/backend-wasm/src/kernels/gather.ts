import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Rows of a table; see assembly/kernels/gather.ts. */
export const gather = defineKernel(
  "UnrollGather",
  ({ table, indices }, _attrs, backend: BackendWasm) => {
    const [rows, width] = table.shape;
    const [count] = indices.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([[count, width]], 0, (_scratch, gathered) => {
      const [from, at] = [runtime.address(table), runtime.address(indices)];
      const wrong = runtime.module.gather(from, rows, width, at, count, gathered);
      requireInRange("UnrollGather", "indices", indices, wrong, rows, backend);
    });
  },
);
