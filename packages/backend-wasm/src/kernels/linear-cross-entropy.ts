import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { requireInRange } from "../require-in-range.ts";
import { runtimeOf } from "../runtime.ts";

/** Softmax cross-entropy of a linear layer, and its gradients; see assembly/kernels/linear-cross-entropy.ts. */
export const linearCrossEntropy = defineKernel(
  "UnrollLinearCrossEntropy",
  ({ x, weight, bias, targets }, { labelSmoothing, reserve }, backend: BackendWasm) => {
    const [rows, size] = x.shape;
    const [classes] = weight.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    return runtime.run(
      reserve ? [[], [rows, size], [classes, size], [classes]] : [[]],
      module.linearCrossEntropyScratch(rows, size, classes, reserve),
      (scratch, loss, dX = 0, dWeight = 0, dBias = 0) => {
        const wrong = module.linearCrossEntropy(
          runtime.address(x),
          runtime.address(weight),
          runtime.address(bias),
          runtime.address(targets),
          rows,
          size,
          classes,
          labelSmoothing,
          loss as number,
          dX,
          dWeight,
          dBias,
          scratch,
        );
        requireInRange("UnrollLinearCrossEntropy", "targets", targets, wrong, classes, backend);
      },
    );
  },
);
