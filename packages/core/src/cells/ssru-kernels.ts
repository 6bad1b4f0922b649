import type { Rank, Variable } from "@tensorflow/tfjs-core";
import { bindKernels } from "../kernels/cell-kernels.ts";
import { runKernel } from "../kernels/registry.ts";
import { biasGradient, inputGradient, weightGradient } from "./gate-gradients.ts";

export interface SsruWeights {
  weightIh: Variable<Rank.R2>; // [2*hiddenSize, inputSize]
  biasIh: Variable<Rank.R1> | undefined; // [2*hiddenSize]
}

/** The SSRU over a whole sequence as one kernel, and its gradient as another. */
export const ssruKernels = (weights: SsruWeights) =>
  bindKernels({
    forward: "UnrollSsru",
    backward: ["UnrollSsruGrad"],
    state: { h: 1, c: 2 },
    weights,
    attrs: {},
    gradient({ inputs, reserve: [gates, cells], reverse }, { dy, dhN, dcN }) {
      const { x, weightIh, c0, lengths } = inputs;
      const given = { dy, dhN, dcN, gates, cells, c0, lengths };
      const [dGates, dh0, dc0] = runKernel("UnrollSsruGrad", given, { reverse });
      return {
        x: () => inputGradient(dGates, weightIh, x.shape),
        weightIh: () => weightGradient(dGates, x),
        biasIh: () => biasGradient(dGates),
        h0: () => dh0,
        c0: () => dc0,
      };
    },
  });
