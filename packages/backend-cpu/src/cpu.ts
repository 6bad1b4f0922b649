import type { Backend } from "@unroll/core";
import { adam } from "./kernels/adam.ts";
import { batchMatMul } from "./kernels/batch-mat-mul.ts";
import { concat } from "./kernels/concat.ts";
import { crossEntropy } from "./kernels/cross-entropy.ts";
import { crossEntropyGrad } from "./kernels/cross-entropy-grad.ts";
import { dropout } from "./kernels/dropout.ts";
import { elman } from "./kernels/elman.ts";
import { elmanGrad } from "./kernels/elman-grad.ts";
import { gather } from "./kernels/gather.ts";
import { gatherTime } from "./kernels/gather-time.ts";
import { gatherTimeGrad } from "./kernels/gather-time-grad.ts";
import { gru } from "./kernels/gru.ts";
import { gruGrad } from "./kernels/gru-grad.ts";
import { lerp } from "./kernels/lerp.ts";
import { linearCrossEntropy } from "./kernels/linear-cross-entropy.ts";
import { lstm } from "./kernels/lstm.ts";
import { lstmGrad } from "./kernels/lstm-grad.ts";
import { maskedSoftmax } from "./kernels/masked-softmax.ts";
import { maskedSoftmaxGrad } from "./kernels/masked-softmax-grad.ts";
import { matMul } from "./kernels/mat-mul.ts";
import { pool } from "./kernels/pool.ts";
import { poolGrad } from "./kernels/pool-grad.ts";
import { previousStates } from "./kernels/previous-states.ts";
import { rmsprop } from "./kernels/rmsprop.ts";
import { sampleTokens } from "./kernels/sample-tokens.ts";
import { scatterAdd } from "./kernels/scatter-add.ts";
import { sgd } from "./kernels/sgd.ts";
import { split } from "./kernels/split.ts";
import { squaredNorm } from "./kernels/squared-norm.ts";
import { ssru } from "./kernels/ssru.ts";
import { ssruGrad } from "./kernels/ssru-grad.ts";
import { topTokens } from "./kernels/top-tokens.ts";

/** The backend "cpu": plain TypeScript on typed arrays. It runs everywhere. */
export function cpu(): Backend {
  return {
    name: "cpu",
    kernels: [
      elman,
      elmanGrad,
      lstm,
      lstmGrad,
      gru,
      gruGrad,
      ssru,
      ssruGrad,
      previousStates,
      matMul,
      gather,
      scatterAdd,
      batchMatMul,
      maskedSoftmax,
      maskedSoftmaxGrad,
      gatherTime,
      gatherTimeGrad,
      topTokens,
      sampleTokens,
      concat,
      split,
      crossEntropy,
      crossEntropyGrad,
      linearCrossEntropy,
      pool,
      poolGrad,
      dropout,
      squaredNorm,
      lerp,
      adam,
      sgd,
      rmsprop,
    ],
    // Importing it registers the tfjs backend of the same name.
    start: async () => {
      await import("@tensorflow/tfjs-backend-cpu");
    },
  };
}
