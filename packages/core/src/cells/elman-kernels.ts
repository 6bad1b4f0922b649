import { bindKernels } from "../kernels/cell-kernels.ts";
import type { ElmanAttrs } from "../kernels/contract.ts";
import { runKernel } from "../kernels/registry.ts";
import { gateGradients } from "./gate-gradients.ts";
import type { GateWeights } from "./gate-weights.ts";

/** The Elman network over a whole sequence as one kernel, and its gradient as another. */
export const elmanKernels = (weights: GateWeights, attrs: Omit<ElmanAttrs, "reverse">) =>
  bindKernels({
    forward: "UnrollElman",
    backward: ["UnrollElmanGrad", "UnrollPreviousStates"],
    state: { h: 1 },
    weights,
    attrs,
    gradient({ inputs, y, reverse }, { dy, dhN }) {
      const { h0, weightHh, lengths } = inputs;
      const given = { dy, dhN, y, weightHh, lengths };
      const [dGates, dh0] = runKernel("UnrollElmanGrad", given, { ...attrs, reverse });
      return {
        ...gateGradients(
          inputs,
          dGates,
          () => runKernel("UnrollPreviousStates", { y, h0, lengths }, { reverse })[0],
        ),
        h0: () => dh0,
      };
    },
  });
