import type { Variable } from "@tensorflow/tfjs-core";
import { type Initializer, uniform } from "../initializers/initializer.ts";
import { type Parameters, toParameter } from "../module/module.ts";
import { requireSize } from "../module/require-size.ts";
import type { Rng } from "../random/rng.ts";

/** Options that all built-in cells share. */
export interface CellOptions {
  inputSize: number;
  hiddenSize: number;
  /** Whether both biases are added. Default true. */
  bias?: boolean | undefined;
  /** Draws the initial weights; null leaves zeros, for weights that will be loaded. */
  rng: Rng | null;
  /** How the weights start. Default: all uniform in +-1/sqrt(hiddenSize), as in PyTorch. */
  init?: CellInitializers | undefined;
}

/** Initializers, applied to each gate's block of rows on its own. */
export interface CellInitializers {
  weightIh?: Initializer | undefined;
  weightHh?: Initializer | undefined;
  bias?: Initializer | undefined;
}

/** The weights of a cell whose gates are stacked in rows, as PyTorch stores them. */
export interface GateWeights {
  weightIh: Variable; // [gates*hiddenSize, inputSize]
  weightHh: Variable; // [gates*hiddenSize, recurrentSize]
  biasIh: Variable | undefined; // [gates*hiddenSize]
  biasHh: Variable | undefined; // [gates*hiddenSize]
}

/** Makes the weights of `gates` gates; `recurrentSize` is the width of h. */
export function makeGateWeights(
  where: string,
  gates: number,
  options: CellOptions,
  recurrentSize = options.hiddenSize,
): GateWeights {
  const { inputSize, hiddenSize, bias = true, rng, init = {} } = options;
  for (const [name, size] of Object.entries({ inputSize, hiddenSize, recurrentSize })) {
    requireSize(where, name, size);
  }
  const standard = uniform(1 / Math.sqrt(hiddenSize));
  const make = (name: string, columns: number, initializer = standard, vector = false) => {
    const values = new Float32Array(gates * hiddenSize * columns);
    if (rng !== null) {
      const stream = rng.fold(name);
      for (let gate = 0; gate < gates; gate++) {
        values.set(initializer(hiddenSize, columns, stream), gate * hiddenSize * columns);
      }
    }
    return toParameter(values, vector ? [gates * hiddenSize] : [gates * hiddenSize, columns]);
  };
  return {
    weightIh: make("weight_ih", inputSize, init.weightIh),
    weightHh: make("weight_hh", recurrentSize, init.weightHh),
    biasIh: bias ? make("bias_ih", 1, init.bias, true) : undefined,
    biasHh: bias ? make("bias_hh", 1, init.bias, true) : undefined,
  };
}

/** The weights under their names in torch.nn.LSTMCell, GRUCell and RNNCell. */
export function nameGateWeights(weights: GateWeights): Parameters {
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  return {
    weight_ih: weightIh,
    weight_hh: weightHh,
    ...(biasIh && { bias_ih: biasIh }),
    ...(biasHh && { bias_hh: biasHh }),
  };
}
