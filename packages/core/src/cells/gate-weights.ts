import type { Rank, Variable } from "@tensorflow/tfjs-core";
import { type Initializer, uniform } from "../initializers/initializer.ts";
import { claimRng } from "../module/claim-rng.ts";
import { toParameter } from "../module/module.ts";
import { requireRoom } from "../module/parameter-limit.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import type { Rng } from "../random/rng.ts";

/** Options that all built-in cells share. */
export interface CellOptions {
  inputSize: number;
  hiddenSize: number;
  /** Whether biases are added. Default true. */
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
  weightIh: Variable<Rank.R2>; // [gates*hiddenSize, inputSize]
  weightHh: Variable<Rank.R2>; // [gates*hiddenSize, recurrentSize]
  biasIh: Variable<Rank.R1> | undefined; // [gates*hiddenSize]
  biasHh: Variable<Rank.R1> | undefined; // [gates*hiddenSize]
}

/** @throws {ConfigError} unless the options of a cell are an object */
export function requireCellOptions<O extends CellOptions>(where: string, options: O): O {
  return requireOptions(where, options, "{ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) }");
}

/** What else there is to say of a cell's gates. */
export interface GateLayout {
  /** The width of h. Default: hiddenSize. */
  recurrentSize?: number | undefined;
  /** Added to the first bias at the start, a number for each gate. */
  biasShift?: readonly number[] | undefined;
}

/** Makes the weights of `gates` gates. */
export function makeGateWeights(
  where: string,
  gates: number,
  options: CellOptions,
  { recurrentSize = options.hiddenSize, biasShift = [] }: GateLayout,
): GateWeights {
  const { inputSize, bias = true, init = {} } = options;
  const { matrix, vector } = gateParameters(where, gates, options);
  requireSize(where, "recurrentSize", recurrentSize);
  return {
    weightIh: matrix("weight_ih", inputSize, init.weightIh),
    weightHh: matrix("weight_hh", recurrentSize, init.weightHh),
    biasIh: bias ? vector("bias_ih", biasShift) : undefined,
    biasHh: bias ? vector("bias_hh") : undefined,
  };
}

/** What makes parameters for `gates` gates by their names: each draws from a stream of its own, gate by gate. */
export function gateParameters(where: string, gates: number, options: CellOptions) {
  const { inputSize, hiddenSize, init = {} } = options;
  const rng = claimRng(where, options.rng);
  for (const [name, size] of Object.entries({ inputSize, hiddenSize })) {
    requireSize(where, name, size);
  }
  const standard = uniform(1 / Math.sqrt(hiddenSize));
  const rows = gates * hiddenSize;
  const draw = (name: string, columns: number, initializer = standard) => {
    requireRoom(rows * columns);
    const values = new Float32Array(rows * columns);
    const stream = rng?.fold(name);
    for (let gate = 0; stream && gate < gates; gate++) {
      values.set(initializer(hiddenSize, columns, stream), gate * hiddenSize * columns);
    }
    return values;
  };
  return {
    matrix: (name: string, columns: number, initializer?: Initializer) =>
      toParameter(draw(name, columns, initializer), [rows, columns]),
    vector: (name: string, shift: readonly number[] = []) => {
      const values = draw(name, 1, init.bias).map(
        (value, row) => value + ((rng && shift[Math.floor(row / hiddenSize)]) || 0),
      );
      return toParameter(values, [rows]);
    },
  };
}
