import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Gradient of gathering steps; see assembly/kernels/gather-time-grad.ts. */
export const gatherTimeGrad = defineKernel(
  "UnrollGatherTimeGrad",
  ({ dPicked, steps }, { timeSteps }, backend: BackendWasm) => {
    const [batch, count, size] = dPicked.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([[batch, timeSteps, size]], 0, (_scratch, dy) => {
      const [from, at] = [runtime.address(dPicked), runtime.address(steps)];
      const wrong = runtime.module.gatherTimeGrad(from, at, batch, timeSteps, size, count, dy);
      requireInRange("UnrollGatherTimeGrad", "steps", steps, wrong, timeSteps, backend);
    });
  },
);
