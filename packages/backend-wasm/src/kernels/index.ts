import type { Kernel } from "@unroll/core";
import { adam } from "./adam.ts";
import { batchMatMul } from "./batch-mat-mul.ts";
import { concat } from "./concat.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { crossEntropyGrad } from "./cross-entropy-grad.ts";
import { dropout } from "./dropout.ts";
import { elman } from "./elman.ts";
import { elmanGrad } from "./elman-grad.ts";
import { gather } from "./gather.ts";
import { gatherTime } from "./gather-time.ts";
import { gatherTimeGrad } from "./gather-time-grad.ts";
import { gru } from "./gru.ts";
import { gruGrad } from "./gru-grad.ts";
import { lerp } from "./lerp.ts";
import { linearCrossEntropy } from "./linear-cross-entropy.ts";
import { lstm } from "./lstm.ts";
import { lstmGrad } from "./lstm-grad.ts";
import { maskedSoftmax } from "./masked-softmax.ts";
import { maskedSoftmaxGrad } from "./masked-softmax-grad.ts";
import { matMul } from "./mat-mul.ts";
import { pool } from "./pool.ts";
import { poolGrad } from "./pool-grad.ts";
import { previousStates } from "./previous-states.ts";
import { rmsprop } from "./rmsprop.ts";
import { sampleTokens } from "./sample-tokens.ts";
import { scatterAdd } from "./scatter-add.ts";
import { sgd } from "./sgd.ts";
import { split } from "./split.ts";
import { squaredNorm } from "./squared-norm.ts";
import { ssru } from "./ssru.ts";
import { ssruGrad } from "./ssru-grad.ts";
import { topTokens } from "./top-tokens.ts";

export const kernels: readonly Kernel[] = [
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
];
