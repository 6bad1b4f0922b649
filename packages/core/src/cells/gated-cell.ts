import { add, split, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Parameters } from "../module/module.ts";
import { affine } from "../ops/affine.ts";
import {
  type CellOptions,
  type GateLayout,
  type GateWeights,
  makeGateWeights,
  requireCellOptions,
} from "./gate-weights.ts";

/** What cells share whose gates are stacked in rows: their sizes, and their weights by name. */
export class GatedCell {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly weights: GateWeights;

  /** @param where  names the cell in errors */
  constructor(where: string, gates: number, options: CellOptions, layout: GateLayout = {}) {
    const { inputSize, hiddenSize } = requireCellOptions(where, options);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.weights = makeGateWeights(where, gates, options, layout);
  }

  /** Named as in torch.nn.LSTMCell, GRUCell and RNNCell. */
  get parameters(): Parameters {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    return {
      weight_ih: weightIh,
      weight_hh: weightHh,
      ...(biasIh && { bias_ih: biasIh }),
      ...(biasHh && { bias_hh: biasHh }),
    };
  }
}

/** W x + b + U h + b', [batch, gates*hiddenSize]. */
export function gateSums(weights: GateWeights, x: Tensor2D, h: Tensor2D): Tensor2D {
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  return add(affine(x, weightIh, biasIh), affine(h, weightHh, biasHh));
}

interface Gates {
  2: [Tensor2D, Tensor2D];
  3: [Tensor2D, Tensor2D, Tensor2D];
  4: [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
}

/** Each gate's columns by themselves, [batch, hiddenSize]. */
export function splitGates<N extends keyof Gates>(stacked: Tensor2D, gates: N): Gates[N] {
  // As many as were asked for, which tfjs' types do not say.
  return split(stacked, gates, 1) as Gates[N];
}
