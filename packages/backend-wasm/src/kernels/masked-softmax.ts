import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Softmax over the positions that count; see assembly/kernels/masked-softmax.ts. */
export const maskedSoftmax = defineKernel(
  "UnrollMaskedSoftmax",
  ({ scores, lengths }, _attrs, backend: BackendWasm) => {
    const runtime = runtimeOf(backend);
    return runtime.run([scores.shape], 0, (_scratch, weights) =>
      runtime.module.maskedSoftmax(
        runtime.address(scores),
        runtime.address(lengths),
        ...scores.shape,
        weights,
      ),
    );
  },
);
