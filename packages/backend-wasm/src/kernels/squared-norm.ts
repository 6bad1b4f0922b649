import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { util } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Sum of squares of all elements; see assembly/kernels/squared-norm.ts. */
export const squaredNorm = defineKernel(
  "UnrollSquaredNorm",
  ({ x, sum }, _attrs, backend: BackendWasm) => {
    const runtime = runtimeOf(backend);
    return runtime.run([[]], 0, (_scratch, total) =>
      runtime.module.squaredNorm(
        runtime.address(x),
        util.sizeFromShape(x.shape),
        runtime.address(sum),
        total,
      ),
    );
  },
);
