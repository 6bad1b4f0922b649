import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../../autodiff/differentiable.ts";
import type { LstmCell, LstmState } from "../../cells/lstm-cell.ts";
import { runKernel } from "../../kernels/registry.ts";
import type { FusedSequence, WeightInputs } from "./fused-sequence.ts";
import { biasGradients, inputGradient, weightGradient } from "./time-products.ts";

/** The LSTM over a whole sequence as one kernel, and its gradient as another. */
export const fusedLstm: FusedSequence<LstmCell, LstmState> = {
  forward: "UnrollLstm",
  gradient: ["UnrollLstmGrad", "UnrollPreviousStates"],
  run(cell, x, { h: h0, c: c0 }, lengths, reverse) {
    const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
    const reserve = isRecording();
    const biases = { ...(biasIh && { biasIh }), ...(biasHh && { biasHh }) };
    const inputs: LstmInputs = { x, weightIh, weightHh, h0, c0, ...biases };
    const rows = lengths && { lengths };
    const [y, h, c] = differentiable({
      inputs,
      forward: () => {
        const outputs = runKernel("UnrollLstm", { ...inputs, ...rows }, { reverse, reserve });
        return {
          outputs: outputs.slice(0, 3),
          saved: reserve
            ? [x, weightIh, weightHh, h0, c0, ...outputs, ...(lengths ? [lengths] : [])]
            : [],
        };
      },
      backward: (dys, saved) => lstmGradient(dys, saved, reverse),
    });
    return { y: y as Tensor3D, state: { h: h as Tensor2D, c: c as Tensor2D } };
  },
};

type LstmInputs = WeightInputs & { x: Tensor; h0: Tensor; c0: Tensor };

function lstmGradient(
  dys: Tensor[],
  saved: Tensor[],
  reverse: boolean,
): Record<keyof LstmInputs, () => Tensor> {
  const [dy, dhN, dcN] = dys as [Tensor, Tensor, Tensor];
  const [x, weightIh, weightHh, h0, c0, y, , , gates, cells, lengths] = saved as [
    Tensor3D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor3D,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor1D | undefined,
  ];
  const rows = lengths && { lengths };
  const inputs = { dy, dhN, dcN, gates, cells, c0, weightHh, ...rows };
  const [dGates, dh0, dc0] = runKernel("UnrollLstmGrad", inputs, { reverse }) as [
    Tensor3D,
    Tensor,
    Tensor,
  ];
  const previous = () =>
    runKernel("UnrollPreviousStates", { y, h0, ...rows }, { reverse })[0] as Tensor3D;
  return {
    x: () => inputGradient(dGates, weightIh, x.shape),
    weightIh: () => weightGradient(dGates, x),
    weightHh: () => weightGradient(dGates, previous()),
    ...biasGradients(dGates),
    h0: () => dh0,
    c0: () => dc0,
  };
}
