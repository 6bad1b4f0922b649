import type { KernelName } from "@unroll/core";
import { crossEntropyCase, crossEntropyGradCase } from "./cross-entropy.ts";
import { dropoutCase } from "./dropout.ts";
import { elmanCase, elmanGradCase } from "./elman.ts";
import { gruCase, gruGradCase } from "./gru.ts";
import type { KernelCase } from "./kernel-case.ts";
import { lerpCase } from "./lerp.ts";
import { lstmCase, lstmGradCase } from "./lstm.ts";
import { matMulCase } from "./mat-mul.ts";
import { adamCase, rmspropCase, sgdCase } from "./optimizers.ts";
import { poolCase, poolGradCase } from "./pool.ts";
import { previousStatesCase } from "./previous-states.ts";
import { gatherCase, scatterAddCase } from "./rows.ts";
import { squaredNormCase } from "./squared-norm.ts";

/** A case for every kernel of the contract: one that is missing here does not compile. */
const byName: { [N in KernelName]: KernelCase<N> } = {
  UnrollElman: elmanCase,
  UnrollElmanGrad: elmanGradCase,
  UnrollLstm: lstmCase,
  UnrollLstmGrad: lstmGradCase,
  UnrollGru: gruCase,
  UnrollGruGrad: gruGradCase,
  UnrollPreviousStates: previousStatesCase,
  UnrollMatMul: matMulCase,
  UnrollGather: gatherCase,
  UnrollScatterAdd: scatterAddCase,
  UnrollCrossEntropy: crossEntropyCase,
  UnrollCrossEntropyGrad: crossEntropyGradCase,
  UnrollPool: poolCase,
  UnrollPoolGrad: poolGradCase,
  UnrollDropout: dropoutCase,
  UnrollSquaredNorm: squaredNormCase,
  UnrollLerp: lerpCase,
  UnrollAdam: adamCase,
  UnrollSgd: sgdCase,
  UnrollRmsprop: rmspropCase,
};

export const allKernels: readonly KernelCase[] = Object.values(byName);
