import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  concat as tfConcat,
} from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../../autodiff/differentiable.ts";
import type { GruCell, GruState } from "../../cells/gru-cell.ts";
import { callKernel, runKernel } from "../../kernels/registry.ts";
import { split } from "../../ops/concat.ts";
import type { FusedCall, FusedSequence } from "./fused-sequence.ts";
import { biasGradient, inputGradient, weightGradient } from "./time-products.ts";

/** The GRU over a whole sequence as one kernel, and its gradient as another. */
export const fusedGru: FusedSequence<GruCell, GruState> = {
  forward: "UnrollGru",
  gradient: ["UnrollGruGrad", "UnrollPreviousStates"],
  run(cell, call) {
    const [y, h] = gruOver(cell, call, false) as [Tensor3D, Tensor2D];
    return { y, state: { h } };
  },
  last: (cell, call) => gruOver(cell, call, true)[0] as Tensor2D,
  streamCell: ({ kind, weights, resetAfter }) => ({ kind, weights, attrs: { resetAfter } }),
  step({ weights, resetAfter }, x, state) {
    const states = state && { h0: state.h };
    const attrs = { reverse: false, resetAfter, reserve: false };
    const [y, h] = callKernel("UnrollGru", { x, ...weights, ...states }, attrs);
    return { y, state: { h } };
  },
};

/** y and h; or h alone. */
function gruOver(cell: GruCell, call: FusedCall<GruState>, last: boolean): Tensor[] {
  const { x, state, lengths, reverse } = call;
  const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
  const { resetAfter } = cell;
  const inputs = { x, weightIh, weightHh, biasIh, biasHh, h0: state?.h };
  const attrs = { reverse, resetAfter };
  const reserve = isRecording();
  return differentiable<typeof inputs, [Tensor, ...Tensor[]], Saved>({
    inputs,
    forward: () => {
      const outputs = runKernel("UnrollGru", { ...inputs, lengths }, { ...attrs, reserve });
      const [y, hN, gates, hidden] = outputs as [Tensor3D, Tensor2D, Tensor3D, Tensor3D];
      return {
        outputs: last ? [hN] : [y, hN],
        saved: { x, weightIh, weightHh, h0: state?.h, lengths, y, gates, hidden },
      };
    },
    backward: (dys, saved) => {
      const [dy, dhN] = (last ? [undefined, dys[0]] : dys) as [Tensor3D | undefined, Tensor2D];
      const { y, gates, hidden, weightHh, h0 } = saved;
      const states = { y, h0, lengths: saved.lengths };
      const [previous] = runKernel("UnrollPreviousStates", states, { reverse });
      const given = { dy, dhN, gates, hidden, previous, weightHh, lengths: saved.lengths };
      const [dGates, dHidden, dh0] = runKernel("UnrollGruGrad", given, attrs);
      return {
        x: () => inputGradient(dGates, saved.weightIh, saved.x.shape),
        weightIh: () => weightGradient(dGates, saved.x),
        weightHh: () =>
          resetAfter
            ? weightGradient(dHidden, previous)
            : resetBeforeGradient(dHidden, previous, hidden),
        biasIh: () => biasGradient(dGates),
        biasHh: () => biasGradient(dHidden),
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
  gates: Tensor3D;
  hidden: Tensor3D;
};

/** Without resetAfter the rows of n met r*h, the rows of r and z met h. */
function resetBeforeGradient(dHidden: Tensor3D, previous: Tensor3D, resetState: Tensor3D): Tensor {
  const size = previous.shape[2];
  const [gates, candidate] = split(dHidden, [2 * size, size]);
  return tfConcat([weightGradient(gates, previous), weightGradient(candidate, resetState)], 0);
}
