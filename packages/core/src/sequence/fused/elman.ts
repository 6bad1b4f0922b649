import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { differentiable } from "../../autodiff/differentiable.ts";
import type { ElmanCell, ElmanState } from "../../cells/elman-cell.ts";
import { callKernel, runKernel } from "../../kernels/registry.ts";
import type { FusedCall, FusedSequence } from "./fused-sequence.ts";
import { biasGradients, inputGradient, weightGradient } from "./time-products.ts";

/** The Elman network over a whole sequence as one kernel, and its gradient as another. */
export const fusedElman: FusedSequence<ElmanCell, ElmanState> = {
  forward: "UnrollElman",
  gradient: ["UnrollElmanGrad", "UnrollPreviousStates"],
  run(cell, call) {
    const [y, h] = elmanOver(cell, call, false) as [Tensor3D, Tensor2D];
    return { y, state: { h } };
  },
  last: (cell, call) => elmanOver(cell, call, true)[0] as Tensor2D,
  streamCell: ({ kind, weights, nonlinearity }) => ({ kind, weights, attrs: { nonlinearity } }),
  step({ weights, nonlinearity }, x, state) {
    const states = state && { h0: state.h };
    const attrs = { reverse: false, nonlinearity };
    const [y, h] = callKernel("UnrollElman", { x, ...weights, ...states }, attrs);
    return { y, state: { h } };
  },
};

/** y and h; or h alone. */
function elmanOver(cell: ElmanCell, call: FusedCall<ElmanState>, last: boolean): Tensor[] {
  const { x, state, lengths, reverse } = call;
  const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
  const inputs = { x, weightIh, weightHh, biasIh, biasHh, h0: state?.h };
  const attrs = { reverse, nonlinearity: cell.nonlinearity };
  return differentiable<typeof inputs, [Tensor, ...Tensor[]], Saved>({
    inputs,
    forward: () => {
      const [y, hN] = runKernel("UnrollElman", { ...inputs, lengths }, attrs);
      return {
        outputs: last ? [hN] : [y, hN],
        saved: { x, weightIh, weightHh, h0: state?.h, lengths, y },
      };
    },
    backward: (dys, saved) => {
      const [dy, dhN] = (last ? [undefined, dys[0]] : dys) as [Tensor3D | undefined, Tensor2D];
      const { y, weightHh, h0 } = saved;
      const given = { dy, dhN, y, weightHh, lengths: saved.lengths };
      const [dGates, dh0] = runKernel("UnrollElmanGrad", given, attrs);
      const states = { y, h0, lengths: saved.lengths };
      const previous = () => runKernel("UnrollPreviousStates", states, { reverse })[0];
      return {
        x: () => inputGradient(dGates, saved.weightIh, saved.x.shape),
        weightIh: () => weightGradient(dGates, saved.x),
        weightHh: () => weightGradient(dGates, previous()),
        ...biasGradients(dGates),
        h0: () => dh0,
      };
    },
  });
}

type Saved = {
  x: Tensor3D;
  weightIh: Tensor2D;
  weightHh: Tensor2D;
  h0: Tensor2D | undefined;
  lengths: Tensor1D | undefined;
  y: Tensor3D;
};
