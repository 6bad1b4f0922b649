import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../../autodiff/differentiable.ts";
import type { LstmCell, LstmState } from "../../cells/lstm-cell.ts";
import { callKernel, runKernel } from "../../kernels/registry.ts";
import type { FusedCall, FusedSequence } from "./fused-sequence.ts";
import { biasGradients, inputGradient, weightGradient } from "./time-products.ts";

/** The LSTM over a whole sequence as one kernel, and its gradient as another. */
export const fusedLstm: FusedSequence<LstmCell, LstmState> = {
  forward: "UnrollLstm",
  gradient: ["UnrollLstmGrad", "UnrollPreviousStates"],
  run(cell, call) {
    const [y, h, c] = lstmOver(cell, call, false) as [Tensor3D, Tensor2D, Tensor2D];
    return { y, state: { h, c } };
  },
  last: (cell, call) => lstmOver(cell, call, true)[0] as Tensor2D,
  streamCell: ({ kind, weights }) => ({ kind, weights, attrs: {} }),
  step({ weights }, x, state) {
    const states = state && { h0: state.h, c0: state.c };
    const attrs = { reverse: false, reserve: false };
    const [y, h, c] = callKernel("UnrollLstm", { x, ...weights, ...states }, attrs);
    return { y, state: { h, c } };
  },
};

/** y, h and c; or h alone. */
function lstmOver(cell: LstmCell, call: FusedCall<LstmState>, last: boolean): Tensor[] {
  const { x, state, lengths, reverse } = call;
  const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
  const inputs = { x, weightIh, weightHh, biasIh, biasHh, h0: state?.h, c0: state?.c };
  const reserve = isRecording();
  return differentiable<typeof inputs, [Tensor, ...Tensor[]], Saved>({
    inputs,
    forward: () => {
      const outputs = runKernel("UnrollLstm", { ...inputs, lengths }, { reverse, reserve });
      const [y, hN, cN, gates, cells] = outputs as [
        Tensor3D,
        Tensor2D,
        Tensor2D,
        Tensor3D,
        Tensor3D,
      ];
      return {
        outputs: last ? [hN] : [y, hN, cN],
        saved: { x, weightIh, weightHh, h0: state?.h, c0: state?.c, lengths, y, gates, cells },
      };
    },
    backward: (dys, saved) => {
      const [dy, dhN, dcN] = (last ? [undefined, dys[0]] : dys) as [
        Tensor3D | undefined,
        Tensor2D,
        Tensor2D | undefined,
      ];
      const { y, gates, cells, c0, h0, weightHh } = saved;
      const [dGates, dh0, dc0] = runKernel(
        "UnrollLstmGrad",
        { dy, dhN, dcN, gates, cells, c0, weightHh, lengths: saved.lengths },
        { reverse },
      );
      const states = { y, h0, lengths: saved.lengths };
      const previous = () => runKernel("UnrollPreviousStates", states, { reverse })[0];
      return {
        x: () => inputGradient(dGates, saved.weightIh, saved.x.shape),
        weightIh: () => weightGradient(dGates, saved.x),
        weightHh: () => weightGradient(dGates, previous()),
        ...biasGradients(dGates),
        h0: () => dh0,
        c0: () => dc0,
      };
    },
  });
}

type Saved = {
  x: Tensor3D;
  weightIh: Tensor2D;
  weightHh: Tensor2D;
  h0: Tensor2D | undefined;
  c0: Tensor2D | undefined;
  lengths: Tensor1D | undefined;
  y: Tensor3D;
  gates: Tensor3D;
  cells: Tensor3D;
};
