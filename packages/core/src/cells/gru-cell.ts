import {
  add,
  mul,
  sigmoid,
  slice,
  split,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Parameters } from "../module/module.ts";
import { affine } from "../ops/affine.ts";
import type { Cell } from "./cell.ts";
import {
  type CellOptions,
  type GateWeights,
  makeGateWeights,
  nameGateWeights,
} from "./gate-weights.ts";

export type GruState = { readonly h: Tensor2D };

export interface GruCellOptions extends CellOptions {
  /**
   * Whether the reset gate acts after the recurrent product (PyTorch, cuDNN, Keras' default) or
   * before it (the paper). Default true.
   */
  resetAfter?: boolean | undefined;
}

/**
 * Gated recurrent unit.  h' = (1-z)*n + z*h
 *
 * r, z = sigmoid of  W x + b + U h + b';  the candidate n = tanh(W x + b + r*(U h + b')) with
 * resetAfter, else tanh(W x + b + U (r*h) + b').  z alone decides how much of h survives, so one
 * gate does the work of the LSTM's i and f, and no separate cell state is needed.
 * Source: Cho et al. 2014.
 */
export class GruCell implements Cell<GruState> {
  readonly kind = "gru";
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly resetAfter: boolean;
  readonly stateSizes: { readonly h: number };
  readonly weights: GateWeights;
  readonly parameters: Parameters;

  constructor(options: GruCellOptions) {
    this.inputSize = options.inputSize;
    this.hiddenSize = options.hiddenSize;
    this.resetAfter = options.resetAfter ?? true;
    this.stateSizes = { h: options.hiddenSize };
    this.weights = makeGateWeights("GruCell", 3, options);
    this.parameters = nameGateWeights(this.weights);
  }

  step(x: Tensor2D, state: GruState): GruState {
    return tidy(() => this.#next(x, state));
  }

  #next(x: Tensor2D, { h }: GruState): GruState {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const [xR, xZ, xN] = split(affine(x, weightIh, biasIh), 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
    if (this.resetAfter) {
      const [hR, hZ, hN] = split(affine(h, weightHh, biasHh), 3, 1) as [
        Tensor2D,
        Tensor2D,
        Tensor2D,
      ];
      const r = sigmoid(add(xR, hR));
      const z = sigmoid(add(xZ, hZ)) as Tensor2D;
      return { h: blend(z, tanh(add(xN, mul(r, hN))) as Tensor2D, h) };
    }
    const size = this.hiddenSize;
    const rows = <T extends Tensor>(weight: T, gate: number, gates: number) =>
      slice(weight, gate * size, gates * size);
    const hGates = affine(h, rows(weightHh, 0, 2), biasHh && rows(biasHh, 0, 2));
    const [hR, hZ] = split(hGates, 2, 1) as [Tensor2D, Tensor2D];
    const r = sigmoid(add(xR, hR));
    const z = sigmoid(add(xZ, hZ)) as Tensor2D;
    const hN = affine(mul(r, h), rows(weightHh, 2, 1), biasHh && rows(biasHh, 2, 1));
    return { h: blend(z, tanh(add(xN, hN)) as Tensor2D, h) };
  }
}

/** (1-z)*n + z*h */
function blend(z: Tensor2D, n: Tensor2D, h: Tensor2D): Tensor2D {
  return add(mul(sub(1, z), n), mul(z, h));
}
