import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Gradient of the masked softmax; see assembly/kernels/masked-softmax-grad.ts. */
export const maskedSoftmaxGrad = defineKernel(
  "UnrollMaskedSoftmaxGrad",
  ({ weights, dWeights, lengths }, _attrs, backend: BackendWasm) => {
    const runtime = runtimeOf(backend);
    return runtime.run([weights.shape], 0, (_scratch, dScores) =>
      runtime.module.maskedSoftmaxGrad(
        runtime.address(weights),
        runtime.address(dWeights),
        runtime.address(lengths),
        ...weights.shape,
        dScores,
      ),
    );
  },
);
