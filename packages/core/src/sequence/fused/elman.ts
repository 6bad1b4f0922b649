import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { differentiable } from "../../autodiff/differentiable.ts";
import type { ElmanCell, ElmanState } from "../../cells/elman-cell.ts";
import type { ElmanAttrs } from "../../kernels/contract.ts";
import { runKernel } from "../../kernels/registry.ts";
import type { FusedSequence, WeightInputs } from "./fused-sequence.ts";
import { biasGradients, inputGradient, weightGradient } from "./time-products.ts";

/** The Elman network over a whole sequence as one kernel, and its gradient as another. */
export const fusedElman: FusedSequence<ElmanCell, ElmanState> = {
  forward: "UnrollElman",
  gradient: ["UnrollElmanGrad", "UnrollPreviousStates"],
  run(cell, x, { h: h0 }, lengths, reverse) {
    const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
    const attrs = { reverse, nonlinearity: cell.nonlinearity };
    const biases = { ...(biasIh && { biasIh }), ...(biasHh && { biasHh }) };
    const inputs: ElmanInputs = { x, weightIh, weightHh, h0, ...biases };
    const rows = lengths && { lengths };
    const [y, h] = differentiable({
      inputs,
      forward: () => {
        const outputs = runKernel("UnrollElman", { ...inputs, ...rows }, attrs);
        const [y] = outputs as [Tensor];
        const saved = [x, weightIh, weightHh, h0, y, ...(lengths ? [lengths] : [])];
        return { outputs, saved };
      },
      backward: (dys, saved) => elmanGradient(dys, saved, attrs),
    });
    return { y: y as Tensor3D, state: { h: h as Tensor2D } };
  },
};

type ElmanInputs = WeightInputs & { x: Tensor; h0: Tensor };

function elmanGradient(
  dys: Tensor[],
  saved: Tensor[],
  attrs: ElmanAttrs,
): Record<keyof ElmanInputs, () => Tensor> {
  const [dy, dhN] = dys as [Tensor, Tensor];
  const [x, weightIh, weightHh, h0, y, lengths] = saved as [
    Tensor3D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor3D,
    Tensor1D | undefined,
  ];
  const rows = lengths && { lengths };
  const inputs = { dy, dhN, y, weightHh, ...rows };
  const [dGates, dh0] = runKernel("UnrollElmanGrad", inputs, attrs) as [Tensor3D, Tensor];
  const { reverse } = attrs;
  const previous = () =>
    runKernel("UnrollPreviousStates", { y, h0, ...rows }, { reverse })[0] as Tensor3D;
  return {
    x: () => inputGradient(dGates, weightIh, x.shape),
    weightIh: () => weightGradient(dGates, x),
    weightHh: () => weightGradient(dGates, previous()),
    ...biasGradients(dGates),
    h0: () => dh0,
  };
}
