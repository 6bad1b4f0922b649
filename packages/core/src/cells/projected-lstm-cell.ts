import {
  add,
  mul,
  type Rank,
  sigmoid,
  type Tensor2D,
  tanh,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import { uniform } from "../initializers/initializer.ts";
import { claimRng } from "../module/claim-rng.ts";
import { type Parameters, parameter } from "../module/module.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import { affine } from "../ops/affine.ts";
import type { Cell } from "./cell.ts";
import { GatedCell, gateSums, splitGates } from "./gated-cell.ts";
import type { LstmCellOptions, LstmState } from "./lstm-cell.ts";

export interface ProjectedLstmCellOptions extends LstmCellOptions {
  /** The width of h, at most hiddenSize to be of use; proj_size in PyTorch. */
  projSize: number;
}

/**
 * An LSTM whose output is narrower than its cell state.  c' = f*c + i*g;  h' = P (o*tanh(c'))
 *
 * As {@link LstmCell} otherwise: a large memory without large recurrent weights.
 * Source: Sak, Senior & Beaufays 2014, without peepholes, as torch.nn.LSTM with proj_size.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { ProjectedLstmCell, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const rng = Rng.fromSeed(42);
 * const cell = new ProjectedLstmCell({ inputSize: 3, hiddenSize: 8, projSize: 4, rng });
 * const { h, c } = cell.step(zeros([2, 3]), { h: zeros([2, 4]), c: zeros([2, 8]) }); // [2, 4], [2, 8]
 */
export class ProjectedLstmCell extends GatedCell implements Cell<LstmState> {
  readonly stateSizes;
  readonly projection: Variable<Rank.R2>; // [projSize, hiddenSize]

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: ProjectedLstmCellOptions) {
    const {
      hiddenSize,
      projSize,
      forgetBias = 0,
    } = requireOptions(
      "ProjectedLstmCell",
      options,
      "{ inputSize: 3, hiddenSize: 4, projSize: 2, rng: Rng.fromSeed(42) }",
    );
    requireSize("ProjectedLstmCell", "projSize", projSize);
    const layout = { recurrentSize: projSize, biasShift: [0, forgetBias, 0, 0] };
    const rng = claimRng("ProjectedLstmCell", options.rng);
    super("ProjectedLstmCell", 4, { ...options, rng }, layout);
    this.stateSizes = { h: projSize, c: hiddenSize };
    const standard = uniform(1 / Math.sqrt(hiddenSize));
    this.projection = parameter([projSize, hiddenSize], standard, rng?.fold("weight_hr") ?? null);
  }

  override get parameters(): Parameters {
    return { ...super.parameters, weight_hr: this.projection };
  }

  step(x: Tensor2D, { h, c }: LstmState): LstmState {
    return tidy(() => {
      const [inI, inF, inG, inO] = splitGates(gateSums(this.weights, x, h), 4);
      const i = sigmoid(inI);
      const f = sigmoid(inF);
      const g = tanh(inG);
      const o = sigmoid(inO);
      const cNext: Tensor2D = add(mul(f, c), mul(i, g));
      const hNext = affine(mul(o, tanh(cNext)), this.projection, undefined);
      return { h: hNext, c: cNext };
    });
  }
}
