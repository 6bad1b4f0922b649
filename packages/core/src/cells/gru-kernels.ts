import { type Tensor2D, type Tensor3D, concat as tfConcat } from "@tensorflow/tfjs-core";
import { bindKernels } from "../kernels/cell-kernels.ts";
import type { GruAttrs } from "../kernels/contract.ts";
import { runKernel } from "../kernels/registry.ts";
import { split } from "../ops/concat.ts";
import { biasGradient, gateGradients, weightGradient } from "./gate-gradients.ts";
import type { GateWeights } from "./gate-weights.ts";

/** The GRU over a whole sequence as one kernel, and its gradient as another. */
export const gruKernels = (weights: GateWeights, attrs: Omit<GruAttrs, "reverse">) =>
  bindKernels({
    forward: "UnrollGru",
    backward: ["UnrollGruGrad", "UnrollPreviousStates"],
    state: { h: 1 },
    weights,
    attrs,
    gradient({ inputs, y, reserve: [gates, hidden], reverse }, { dy, dhN }) {
      const { h0, weightHh, lengths } = inputs;
      const [previous] = runKernel("UnrollPreviousStates", { y, h0, lengths }, { reverse });
      const given = { dy, dhN, gates, hidden, previous, weightHh, lengths };
      const [dGates, dHidden, dh0] = runKernel("UnrollGruGrad", given, { ...attrs, reverse });
      return {
        ...gateGradients(inputs, dGates, () => previous),
        // The recurrent side meets the gates apart from x: r stands between them.
        weightHh: () =>
          attrs.resetAfter
            ? weightGradient(dHidden, previous)
            : resetBeforeGradient(dHidden, previous, hidden),
        biasHh: () => biasGradient(dHidden),
        h0: () => dh0,
      };
    },
  });

/** Without resetAfter the rows of n met r*h, the rows of r and z met h. */
function resetBeforeGradient(
  dHidden: Tensor3D,
  previous: Tensor3D,
  resetState: Tensor3D,
): Tensor2D {
  const size = previous.shape[2];
  const [gates, candidate] = split(dHidden, [2 * size, size]);
  return tfConcat([weightGradient(gates, previous), weightGradient(candidate, resetState)], 0);
}
