import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Gradient of softmax cross-entropy; see assembly/kernels/cross-entropy-grad.ts. */
export const crossEntropyGrad = defineKernel(
  "UnrollCrossEntropyGrad",
  ({ logits, targets, dLosses }, { labelSmoothing, mean }, backend: BackendWasm) => {
    const [rows, classes] = logits.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([[rows, classes]], 0, (_scratch, dLogits) => {
      const wrong = runtime.module.crossEntropyGrad(
        runtime.address(logits),
        runtime.address(targets),
        runtime.address(dLosses),
        rows,
        classes,
        labelSmoothing,
        mean,
        dLogits,
      );
      requireInRange("UnrollCrossEntropyGrad", "targets", targets, wrong, classes, backend);
    });
  },
);
