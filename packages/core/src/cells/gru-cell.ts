import {
  add,
  mul,
  sigmoid,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  tidy,
} from "@tensorflow/tfjs-core";
import { affine } from "../ops/affine.ts";
import type { Cell } from "./cell.ts";
import type { CellOptions, GateWeights } from "./gate-weights.ts";
import { GatedCell, splitGates } from "./gated-cell.ts";
import { gruKernels } from "./gru-kernels.ts";

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
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { GruCell, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const cell = new GruCell({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
 * const { h } = cell.step(zeros([2, 3]), { h: zeros([2, 4]) }); // [2, 4]
 */
export class GruCell extends GatedCell implements Cell<GruState> {
  readonly resetAfter: boolean;
  readonly stateSizes;
  readonly kernels;

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: GruCellOptions) {
    super("GruCell", 3, options);
    this.resetAfter = options.resetAfter ?? true;
    this.stateSizes = { h: this.hiddenSize };
    this.kernels = gruKernels(this.weights, { resetAfter: this.resetAfter });
  }

  step(x: Tensor2D, { h }: GruState): GruState {
    const next = this.resetAfter ? nextResetAfter : nextResetBefore;
    return tidy(() => ({ h: next(this.weights, x, h) }));
  }
}

function nextResetAfter(weights: GateWeights, x: Tensor2D, h: Tensor2D): Tensor2D {
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const [xR, xZ, xN] = splitGates(affine(x, weightIh, biasIh), 3);
  const [hR, hZ, hN] = splitGates(affine(h, weightHh, biasHh), 3);
  const r = sigmoid(add(xR, hR));
  const z = sigmoid(add<Tensor2D>(xZ, hZ));
  const n = tanh(add<Tensor2D>(xN, mul(r, hN)));
  return add(mul(sub(1, z), n), mul(z, h));
}

function nextResetBefore(weights: GateWeights, x: Tensor2D, h: Tensor2D): Tensor2D {
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const size = h.shape[1];
  const rows = <T extends Tensor>(weight: T, gate: number, gates: number) =>
    slice(weight, gate * size, gates * size);
  const [xR, xZ, xN] = splitGates(affine(x, weightIh, biasIh), 3);
  const hRz = affine(h, rows(weightHh, 0, 2), biasHh && rows(biasHh, 0, 2));
  const [hR, hZ] = splitGates(hRz, 2);
  const r = sigmoid(add(xR, hR));
  const z = sigmoid(add<Tensor2D>(xZ, hZ));
  const hN = affine(mul(r, h), rows(weightHh, 2, 1), biasHh && rows(biasHh, 2, 1));
  const n = tanh(add<Tensor2D>(xN, hN));
  return add(mul(sub(1, z), n), mul(z, h));
}
