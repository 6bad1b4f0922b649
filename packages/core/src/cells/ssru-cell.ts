import { add, mul, relu, sigmoid, sub, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { Parameters } from "../module/module.ts";
import { affine } from "../ops/affine.ts";
import type { Cell } from "./cell.ts";
import {
  type CellInitializers,
  type CellOptions,
  gateParameters,
  requireCellOptions,
} from "./gate-weights.ts";
import { splitGates } from "./gated-cell.ts";
import { type SsruWeights, ssruKernels } from "./ssru-kernels.ts";

/** `h` is relu(c): the next step starts from c alone. */
export type SsruState = { readonly h: Tensor2D; readonly c: Tensor2D };

export interface SsruCellOptions extends Omit<CellOptions, "init"> {
  /** How the weights start. Default: all uniform in +-1/sqrt(hiddenSize), as the other cells. */
  init?: Omit<CellInitializers, "weightHh"> | undefined;
}

/**
 * Simpler simple recurrent unit.  c' = f*c + (1-f)*g;  h' = relu(c')
 *
 * f = sigmoid(W_f x + b_f) and g = W x + b see the input alone: no product waits for the step before, and where x is
 * as wide as h there are a quarter of an LSTM's. What a step cannot see of the past, attention or depth must give.
 *
 * The rows of weight_ih and bias_ih are those of f, then those of g. The paper and Marian give g no bias: theirs
 * is this with zeros for b.
 * Source: Kim et al. 2019, From Research to Production and Back: Ludicrously Fast Neural Machine Translation.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { Rng, SsruCell, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const cell = new SsruCell({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
 * const { h, c } = cell.step(zeros([2, 3]), { h: zeros([2, 4]), c: zeros([2, 4]) }); // [2, 4] each
 */
export class SsruCell implements Cell<SsruState> {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly weights: SsruWeights;
  readonly stateSizes;
  readonly kernels;
  readonly parameters: Parameters;

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: SsruCellOptions) {
    const {
      inputSize,
      hiddenSize,
      bias = true,
      init = {},
    } = requireCellOptions("SsruCell", options);
    const { matrix, vector } = gateParameters("SsruCell", 2, options);
    const weightIh = matrix("weight_ih", inputSize, init.weightIh);
    const biasIh = bias ? vector("bias_ih") : undefined;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.weights = { weightIh, biasIh };
    this.stateSizes = { h: hiddenSize, c: hiddenSize };
    this.kernels = ssruKernels(this.weights);
    this.parameters = { weight_ih: weightIh, ...(biasIh && { bias_ih: biasIh }) };
  }

  step(x: Tensor2D, { c }: SsruState): SsruState {
    const { weightIh, biasIh } = this.weights;
    return tidy(() => {
      const [inF, g] = splitGates(affine(x, weightIh, biasIh), 2);
      const f = sigmoid(inF);
      const cNext: Tensor2D = add(mul(f, c), mul(sub(1, f), g));
      return { h: relu(cNext), c: cNext };
    });
  }
}
