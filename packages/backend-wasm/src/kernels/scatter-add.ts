import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Gradient of gather; see assembly/kernels/scatter-add.ts. */
export const scatterAdd = defineKernel(
  "UnrollScatterAdd",
  ({ indices, updates }, { rows }, backend: BackendWasm) => {
    const [count, width] = updates.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([[rows, width]], 0, (_scratch, table) => {
      const [at, from] = [runtime.address(indices), runtime.address(updates)];
      const wrong = runtime.module.scatterAdd(at, count, from, rows, width, table);
      requireInRange("UnrollScatterAdd", "indices", indices, wrong, rows, backend);
    });
  },
);
