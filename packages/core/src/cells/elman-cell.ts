import { add, relu, type Tensor2D, tanh, tidy } from "@tensorflow/tfjs-core";
import type { Parameters } from "../module/module.ts";
import { affine } from "../ops/affine.ts";
import type { Cell } from "./cell.ts";
import {
  type CellOptions,
  type GateWeights,
  makeGateWeights,
  nameGateWeights,
} from "./gate-weights.ts";

export type ElmanState = { readonly h: Tensor2D };

export interface ElmanCellOptions extends CellOptions {
  /** Default "tanh". */
  nonlinearity?: "tanh" | "relu" | undefined;
}

/** The simplest recurrent cell.  h' = tanh(W x + b + U h + b')  Source: Elman 1990. */
export class ElmanCell implements Cell<ElmanState> {
  readonly kind = "elman";
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly nonlinearity: "tanh" | "relu";
  readonly stateSizes: { readonly h: number };
  readonly weights: GateWeights;
  readonly parameters: Parameters;

  constructor(options: ElmanCellOptions) {
    this.inputSize = options.inputSize;
    this.hiddenSize = options.hiddenSize;
    this.nonlinearity = options.nonlinearity ?? "tanh";
    this.stateSizes = { h: options.hiddenSize };
    this.weights = makeGateWeights("ElmanCell", 1, options);
    this.parameters = nameGateWeights(this.weights);
  }

  step(x: Tensor2D, { h }: ElmanState): ElmanState {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    return tidy(() => {
      const sum = add(affine(x, weightIh, biasIh), affine(h, weightHh, biasHh)) as Tensor2D;
      return { h: this.nonlinearity === "tanh" ? tanh(sum) : relu(sum) };
    });
  }
}
