import { add, mul, sigmoid, type Tensor2D, tanh, tidy } from "@tensorflow/tfjs-core";
import { uniform } from "../initializers/initializer.ts";
import { claimRng } from "../module/claim-rng.ts";
import { type Parameters, parameter } from "../module/module.ts";
import type { Cell } from "./cell.ts";
import { requireCellOptions } from "./gate-weights.ts";
import { GatedCell, gateSums, splitGates } from "./gated-cell.ts";
import type { LstmCellOptions, LstmState } from "./lstm-cell.ts";

/**
 * An LSTM whose gates see the cell state.  c' = f*c + i*g;  h' = o*tanh(c')
 *
 * As {@link LstmCell}, but p_i*c and p_f*c are added before the sigmoid of i and f, and p_o*c' before
 * that of o: the gates learn precise timing.
 * Source: Gers & Schmidhuber 2000.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { PeepholeLstmCell, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const cell = new PeepholeLstmCell({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
 * const { h, c } = cell.step(zeros([2, 3]), { h: zeros([2, 4]), c: zeros([2, 4]) }); // [2, 4] each
 */
export class PeepholeLstmCell extends GatedCell implements Cell<LstmState> {
  readonly stateSizes = { h: this.hiddenSize, c: this.hiddenSize };
  /** p_i, p_f and p_o, [hiddenSize] each. */
  readonly peepholes;

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: LstmCellOptions) {
    const { forgetBias = 0 } = requireCellOptions("PeepholeLstmCell", options);
    const rng = claimRng("PeepholeLstmCell", options.rng);
    const layout = { biasShift: [0, forgetBias, 0, 0] };
    super("PeepholeLstmCell", 4, { ...options, rng }, layout);
    const standard = uniform(1 / Math.sqrt(this.hiddenSize));
    const vector = (name: string) =>
      parameter([this.hiddenSize], standard, rng?.fold(name) ?? null);
    this.peepholes = { i: vector("weight_ci"), f: vector("weight_cf"), o: vector("weight_co") };
  }

  override get parameters(): Parameters {
    const { i, f, o } = this.peepholes;
    return { ...super.parameters, weight_ci: i, weight_cf: f, weight_co: o };
  }

  step(x: Tensor2D, { h, c }: LstmState): LstmState {
    const { peepholes } = this;
    return tidy(() => {
      const [inI, inF, inG, inO] = splitGates(gateSums(this.weights, x, h), 4);
      const i = sigmoid(add(inI, mul(peepholes.i, c)));
      const f = sigmoid(add(inF, mul(peepholes.f, c)));
      const g = tanh(inG);
      const cNext: Tensor2D = add(mul(f, c), mul(i, g));
      const o = sigmoid(add(inO, mul(peepholes.o, cNext)));
      const hNext: Tensor2D = mul(o, tanh(cNext));
      return { h: hNext, c: cNext };
    });
  }
}
