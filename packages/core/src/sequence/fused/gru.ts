import {
  concat,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../../autodiff/differentiable.ts";
import type { GruCell, GruState } from "../../cells/gru-cell.ts";
import type { GruAttrs } from "../../kernels/contract.ts";
import { runKernel } from "../../kernels/registry.ts";
import type { FusedSequence, WeightInputs } from "./fused-sequence.ts";
import { biasGradient, inputGradient, weightGradient } from "./time-products.ts";

/** The GRU over a whole sequence as one kernel, and its gradient as another. */
export const fusedGru: FusedSequence<GruCell, GruState> = {
  forward: "UnrollGru",
  gradient: ["UnrollGruGrad", "UnrollPreviousStates"],
  run(cell, x, { h: h0 }, lengths, reverse) {
    const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
    const attrs = { reverse, resetAfter: cell.resetAfter };
    const reserve = isRecording();
    const biases = { ...(biasIh && { biasIh }), ...(biasHh && { biasHh }) };
    const inputs: GruInputs = { x, weightIh, weightHh, h0, ...biases };
    const rows = lengths && { lengths };
    const [y, h] = differentiable({
      inputs,
      forward: () => {
        const outputs = runKernel("UnrollGru", { ...inputs, ...rows }, { ...attrs, reserve });
        return {
          outputs: outputs.slice(0, 2),
          saved: reserve
            ? [x, weightIh, weightHh, h0, ...outputs, ...(lengths ? [lengths] : [])]
            : [],
        };
      },
      backward: (dys, saved) => gruGradient(dys, saved, attrs),
    });
    return { y: y as Tensor3D, state: { h: h as Tensor2D } };
  },
};

type GruInputs = WeightInputs & { x: Tensor; h0: Tensor };

function gruGradient(
  dys: Tensor[],
  saved: Tensor[],
  attrs: GruAttrs,
): Record<keyof GruInputs, () => Tensor> {
  const [dy, dhN] = dys as [Tensor, Tensor];
  const [x, weightIh, weightHh, h0, y, , gates, hidden, lengths] = saved as [
    Tensor3D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor3D,
    Tensor,
    Tensor3D,
    Tensor3D,
    Tensor1D | undefined,
  ];
  const rows = lengths && { lengths };
  const { reverse, resetAfter } = attrs;
  const [previous] = runKernel("UnrollPreviousStates", { y, h0, ...rows }, { reverse }) as [
    Tensor3D,
  ];
  const inputs = { dy, dhN, gates, hidden, previous, weightHh, ...rows };
  const [dGates, dHidden, dh0] = runKernel("UnrollGruGrad", inputs, attrs) as [
    Tensor3D,
    Tensor3D,
    Tensor,
  ];
  return {
    x: () => inputGradient(dGates, weightIh, x.shape),
    weightIh: () => weightGradient(dGates, x),
    weightHh: () =>
      resetAfter
        ? weightGradient(dHidden, previous)
        : resetBeforeGradient(dHidden, previous, hidden),
    biasIh: () => biasGradient(dGates),
    biasHh: () => biasGradient(dHidden),
    h0: () => dh0,
  };
}

/** Without resetAfter the rows of n met r*h, the rows of r and z met h. */
function resetBeforeGradient(dHidden: Tensor3D, previous: Tensor3D, resetState: Tensor3D): Tensor {
  const size = previous.shape[2];
  const gates = slice(dHidden, [0, 0, 0], [-1, -1, 2 * size]);
  const candidate = slice(dHidden, [0, 0, 2 * size], [-1, -1, size]);
  return concat([weightGradient(gates, previous), weightGradient(candidate, resetState)], 0);
}
