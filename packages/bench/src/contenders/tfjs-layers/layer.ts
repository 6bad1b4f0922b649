import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import type { RecurrentWork } from "../../cases/work.ts";
import { reorderGates, transposed } from "../../start/layouts.ts";
import { gates, type RecurrentStart } from "../../start/recurrent-start.ts";

/**
 * Where Keras' gates stand among PyTorch's. LSTM: i, f, c, o are i, f, g, o. GRU: z, r, h of r, z, n.
 * Swapping the first two is its own inverse.
 */
export const kerasOrder = { lstm: [0, 1, 2, 3], gru: [1, 0, 2], elman: [0] } as const;

/** The recurrent layer with the functions of PyTorch's cell; a GRU's reset gate acts before. */
export function recurrentLayer({ cell, hidden }: RecurrentWork, returnState: boolean) {
  const options = {
    units: hidden,
    useBias: false,
    returnState,
    // Its default, orthogonal, takes minutes; the weights are set afterwards.
    recurrentInitializer: "zeros",
    kernelInitializer: "zeros",
  } as const;
  switch (cell) {
    case "lstm":
      return layers.lstm({ ...options, recurrentActivation: "sigmoid" });
    case "gru":
      return layers.gru({ ...options, recurrentActivation: "sigmoid" });
    case "elman":
      return layers.simpleRNN({ ...options, activation: "tanh" });
  }
}

/** kernel [input, gates*hidden] and recurrent kernel [hidden, gates*hidden]; the caller disposes. */
export function recurrentWeights(work: RecurrentWork, start: RecurrentStart): Tensor2D[] {
  const rows = gates[work.cell] * work.hidden;
  const columns = (weights: Float32Array, width: number) => {
    const ordered = reorderGates(weights, kerasOrder[work.cell]);
    return tensor2d(transposed(ordered, rows, width), [width, rows]);
  };
  return [columns(start.weightIh, work.input), columns(start.weightHh, work.hidden)];
}
