import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Gradient of pooling; see assembly/kernels/pool-grad.ts. */
export const poolGrad = defineKernel(
  "UnrollPoolGrad",
  ({ dPooled, steps, lengths }, { pooling, timeSteps }, backend: BackendWasm) => {
    const [batch, size] = dPooled.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const gradients = {
      last: module.poolLastGrad,
      mean: module.poolMeanGrad,
      max: module.poolMaxGrad,
    };
    return runtime.run([[batch, timeSteps, size]], 0, (_scratch, dy) =>
      gradients[pooling](
        runtime.address(dPooled),
        runtime.address(pooling === "max" ? steps : lengths),
        batch,
        timeSteps,
        size,
        dy,
      ),
    );
  },
);
