import { bindKernels } from "../kernels/cell-kernels.ts";
import { runKernel } from "../kernels/registry.ts";
import { gateGradients } from "./gate-gradients.ts";
import type { GateWeights } from "./gate-weights.ts";

/** The LSTM over a whole sequence as one kernel, and its gradient as another. */
export const lstmKernels = (weights: GateWeights) =>
  bindKernels({
    forward: "UnrollLstm",
    backward: ["UnrollLstmGrad", "UnrollPreviousStates"],
    state: { h: 1, c: 2 },
    weights,
    attrs: {},
    gradient({ inputs, y, reserve: [gates, cells], reverse }, { dy, dhN, dcN }) {
      const { h0, c0, weightHh, lengths } = inputs;
      const given = { dy, dhN, dcN, gates, cells, c0, weightHh, lengths };
      const [dGates, dh0, dc0] = runKernel("UnrollLstmGrad", given, { reverse });
      return {
        ...gateGradients(
          inputs,
          dGates,
          () => runKernel("UnrollPreviousStates", { y, h0, lengths }, { reverse })[0],
        ),
        h0: () => dh0,
        c0: () => dc0,
      };
    },
  });
