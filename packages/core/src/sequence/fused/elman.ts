import {
  add,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  zeros,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../../autodiff/differentiable.ts";
import type { ElmanCell, ElmanState } from "../../cells/elman-cell.ts";
import type { ElmanAttrs } from "../../kernels/contract.ts";
import { runKernel } from "../../kernels/registry.ts";
import type { FusedSequence } from "./fused-sequence.ts";
import { biasGradient, inputGradient, weightGradient } from "./time-products.ts";

/** The Elman network over a whole sequence as one kernel, and its gradient as another. */
export const fusedElman: FusedSequence<ElmanCell, ElmanState> = {
  forward: "UnrollElman",
  gradient: ["UnrollElmanGrad", "UnrollPreviousStates"],
  run(cell, x, { h: h0 }, lengths, reverse) {
    const { weightIh, weightHh, biasIh, biasHh } = cell.weights;
    const bias = biasIh && biasHh ? add(biasIh, biasHh) : zeros([cell.hiddenSize]);
    const attrs = { reverse, nonlinearity: cell.nonlinearity };
    const inputs: ElmanInputs = { x, weightIh, weightHh, bias, h0 };
    const [y, h] = differentiable({
      inputs,
      forward: () => {
        const outputs = runKernel("UnrollElman", { ...inputs, lengths }, attrs);
        return { outputs, saved: [x, weightIh, weightHh, h0, lengths, outputs[0] as Tensor] };
      },
      backward: (dys, saved) => elmanGradient(dys, saved, attrs),
    });
    return { y: y as Tensor3D, state: { h: h as Tensor2D } };
  },
};

type ElmanInputs = Record<"x" | "weightIh" | "weightHh" | "bias" | "h0", Tensor>;

function elmanGradient(
  dys: Tensor[],
  saved: Tensor[],
  attrs: ElmanAttrs,
): Record<keyof ElmanInputs, () => Tensor> {
  const [dy, dhN] = dys as [Tensor, Tensor];
  const [x, weightIh, weightHh, h0, lengths, y] = saved as [
    Tensor3D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor1D,
    Tensor3D,
  ];
  const inputs = { dy, dhN, y, weightHh, lengths };
  const [dGates, dh0] = runKernel("UnrollElmanGrad", inputs, attrs) as [Tensor3D, Tensor];
  const { reverse } = attrs;
  const previous = () =>
    runKernel("UnrollPreviousStates", { y, h0, lengths }, { reverse })[0] as Tensor3D;
  return {
    x: () => inputGradient(dGates, weightIh, x.shape),
    weightIh: () => weightGradient(dGates, x),
    weightHh: () => weightGradient(dGates, previous()),
    bias: () => biasGradient(dGates),
    h0: () => dh0,
  };
}
