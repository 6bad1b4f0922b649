import {
  add,
  mul,
  type Rank,
  sigmoid,
  split,
  type Tensor2D,
  tanh,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import { uniform } from "../initializers/initializer.ts";
import { claimRng } from "../module/claim-rng.ts";
import { type Parameters, parameter } from "../module/module.ts";
import { requireSize } from "../module/require-size.ts";
import { affine } from "../ops/affine.ts";
import type { Cell } from "./cell.ts";
import { addForgetBias } from "./forget-bias.ts";
import {
  type CellOptions,
  type GateWeights,
  makeGateWeights,
  nameGateWeights,
} from "./gate-weights.ts";

export type LstmState = { readonly h: Tensor2D; readonly c: Tensor2D };

export interface LstmCellOptions extends CellOptions {
  /**
   * Added to the forget gate's bias at the start, so that the cell remembers before it has learned
   * what to forget (Gers 2000; Jozefowicz 2015 suggest 1). Default 0, as in PyTorch.
   */
  forgetBias?: number | undefined;
  /** Projects h to this width (Sak 2014), as proj_size in PyTorch. Default: no projection. */
  projSize?: number | undefined;
  /** Lets i and f see c, and o see c' (Gers & Schmidhuber 2000). Default false. */
  peephole?: boolean | undefined;
}

/**
 * Long short-term memory.  c' = f*c + i*g;  h' = o*tanh(c')
 *
 * i, f, o = sigmoid and g = tanh of  W x + b + U h + b'.  The cell state c runs through time with
 * nothing but the forget gate on it, so its gradient neither vanishes nor explodes while f is near 1.
 * Source: Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000.
 */
export class LstmCell implements Cell<LstmState> {
  readonly kind: "lstm" | "lstm-composed";
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSizes: { readonly h: number; readonly c: number };
  readonly weights: GateWeights;
  readonly parameters: Parameters;
  readonly #projection: Variable<Rank.R2> | undefined; // [projSize, hiddenSize]
  readonly #peepholes: { i: Variable; f: Variable; o: Variable } | undefined; // [hiddenSize] each

  constructor(options: LstmCellOptions) {
    const { hiddenSize, projSize, peephole = false } = options;
    const rng = claimRng("LstmCell", options.rng);
    this.inputSize = options.inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSizes = { h: projSize ?? hiddenSize, c: hiddenSize };
    this.weights = makeGateWeights("LstmCell", 4, { ...options, rng }, this.stateSizes.h);
    if (rng !== null && options.forgetBias !== undefined) {
      addForgetBias(this.weights, options.forgetBias);
    }
    const standard = uniform(1 / Math.sqrt(hiddenSize));
    if (projSize !== undefined) {
      requireSize("LstmCell", "projSize", projSize);
      this.#projection = parameter(
        [projSize, hiddenSize],
        standard,
        rng?.fold("weight_hr") ?? null,
      );
    }
    if (peephole) {
      const vector = (name: string) => parameter([hiddenSize], standard, rng?.fold(name) ?? null);
      this.#peepholes = { i: vector("weight_ci"), f: vector("weight_cf"), o: vector("weight_co") };
    }
    // The kernels compute the plain LSTM; the variants are composed of tfjs ops.
    this.kind = this.#projection || this.#peepholes ? "lstm-composed" : "lstm";
    this.parameters = {
      ...nameGateWeights(this.weights),
      ...(this.#projection && { weight_hr: this.#projection }),
      ...(this.#peepholes && {
        weight_ci: this.#peepholes.i,
        weight_cf: this.#peepholes.f,
        weight_co: this.#peepholes.o,
      }),
    };
  }

  step(x: Tensor2D, state: LstmState): LstmState {
    return tidy(() => this.#next(x, state));
  }

  #next(x: Tensor2D, { h, c }: LstmState): LstmState {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const gates = add(affine(x, weightIh, biasIh), affine(h, weightHh, biasHh));
    const [inI, inF, inG, inO] = split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const peep = (sum: Tensor2D, cell: Tensor2D, gate: "i" | "f" | "o"): Tensor2D =>
      this.#peepholes ? add(sum, mul(this.#peepholes[gate], cell)) : sum;

    const i = sigmoid(peep(inI, c, "i"));
    const f = sigmoid(peep(inF, c, "f"));
    const g = tanh(inG);
    const cNext = add(mul(f, c), mul(i, g)) as Tensor2D;
    const o = sigmoid(peep(inO, cNext, "o"));
    const hNext = mul(o, tanh(cNext)) as Tensor2D;
    return { h: this.#projection ? affine(hNext, this.#projection, undefined) : hNext, c: cNext };
  }
}
