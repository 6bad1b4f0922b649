import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Steps of each row; see assembly/kernels/gather-time.ts. */
export const gatherTime = defineKernel(
  "UnrollGatherTime",
  ({ y, steps }, _attrs, backend: BackendWasm) => {
    const [batch, time, size] = y.shape;
    const [, count] = steps.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([[batch, count, size]], 0, (_scratch, picked) => {
      const [from, at] = [runtime.address(y), runtime.address(steps)];
      const wrong = runtime.module.gatherTime(from, at, batch, time, size, count, picked);
      requireInRange("UnrollGatherTime", "steps", steps, wrong, time, backend);
    });
  },
);
