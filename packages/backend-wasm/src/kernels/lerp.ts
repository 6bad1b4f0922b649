import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { util } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** A point between a and b; see assembly/kernels/lerp.ts. */
export const lerp = defineKernel("UnrollLerp", ({ a, b }, { weight }, backend: BackendWasm) => {
  const runtime = runtimeOf(backend);
  return runtime.run([a.shape], 0, (_scratch, between) =>
    runtime.module.lerp(
      runtime.address(a),
      runtime.address(b),
      weight,
      util.sizeFromShape(a.shape),
      between,
    ),
  );
});
