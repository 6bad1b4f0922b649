import type { KernelName } from "@unroll/core";
import { type CellKernelName, cellKinds } from "../cells/table.ts";
import { batchMatMulCase } from "./batch-mat-mul.ts";
import { cellKernels, hasKernels } from "./cell-kernels.ts";
import { concatCase, splitCase } from "./concat.ts";
import { crossEntropyCase, crossEntropyGradCase } from "./cross-entropy.ts";
import { dropoutCase } from "./dropout.ts";
import { gatherTimeCase, gatherTimeGradCase } from "./gather-time.ts";
import type { KernelCase } from "./kernel-case.ts";
import { lerpCase } from "./lerp.ts";
import { linearCrossEntropyCase } from "./linear-cross-entropy.ts";
import { maskedSoftmaxCase, maskedSoftmaxGradCase } from "./masked-softmax.ts";
import { matMulCase } from "./mat-mul.ts";
import { adamCase, rmspropCase, sgdCase } from "./optimizers.ts";
import { poolCase, poolGradCase } from "./pool.ts";
import { previousStatesCase } from "./previous-states.ts";
import { gatherCase, scatterAddCase } from "./rows.ts";
import { sampleTokensCase } from "./sample-tokens.ts";
import { squaredNormCase } from "./squared-norm.ts";
import { topTokensCase } from "./top-tokens.ts";

/** A case for every kernel of the contract that no cell brings: one that is missing does not compile. */
const byName: { [N in Exclude<KernelName, CellKernelName>]: KernelCase<N> } = {
  UnrollPreviousStates: previousStatesCase,
  UnrollMatMul: matMulCase,
  UnrollGather: gatherCase,
  UnrollScatterAdd: scatterAddCase,
  UnrollBatchMatMul: batchMatMulCase,
  UnrollMaskedSoftmax: maskedSoftmaxCase,
  UnrollMaskedSoftmaxGrad: maskedSoftmaxGradCase,
  UnrollGatherTime: gatherTimeCase,
  UnrollGatherTimeGrad: gatherTimeGradCase,
  UnrollTopTokens: topTokensCase,
  UnrollSampleTokens: sampleTokensCase,
  UnrollConcat: concatCase,
  UnrollSplit: splitCase,
  UnrollCrossEntropy: crossEntropyCase,
  UnrollCrossEntropyGrad: crossEntropyGradCase,
  UnrollLinearCrossEntropy: linearCrossEntropyCase,
  UnrollPool: poolCase,
  UnrollPoolGrad: poolGradCase,
  UnrollDropout: dropoutCase,
  UnrollSquaredNorm: squaredNormCase,
  UnrollLerp: lerpCase,
  UnrollAdam: adamCase,
  UnrollSgd: sgdCase,
  UnrollRmsprop: rmspropCase,
};

/** The cases of all kernels. */
export const allKernels: readonly KernelCase[] = [
  ...cellKinds.filter(hasKernels).flatMap(cellKernels),
  ...Object.values<KernelCase>(byName),
];
