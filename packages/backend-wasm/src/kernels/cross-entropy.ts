import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Softmax cross-entropy from class indices; see assembly/kernels/cross-entropy.ts. */
export const crossEntropy = defineKernel(
  "UnrollCrossEntropy",
  ({ logits, targets }, { labelSmoothing, mean }, backend: BackendWasm) => {
    const [rows, classes] = logits.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([mean ? [] : [rows]], 0, (_scratch, losses) => {
      const wrong = runtime.module.crossEntropy(
        runtime.address(logits),
        runtime.address(targets),
        rows,
        classes,
        labelSmoothing,
        mean,
        losses,
      );
      requireInRange("UnrollCrossEntropy", "targets", targets, wrong, classes, backend);
    });
  },
);
