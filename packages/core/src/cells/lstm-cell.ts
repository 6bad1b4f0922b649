import { add, mul, sigmoid, type Tensor2D, tanh, tidy } from "@tensorflow/tfjs-core";
import type { Cell } from "./cell.ts";
import { type CellOptions, requireCellOptions } from "./gate-weights.ts";
import { GatedCell, gateSums, splitGates } from "./gated-cell.ts";
import { lstmKernels } from "./lstm-kernels.ts";

export type LstmState = { readonly h: Tensor2D; readonly c: Tensor2D };

export interface LstmCellOptions extends CellOptions {
  /**
   * Added to the forget gate's bias at the start, so that the cell remembers before it has learned
   * what to forget (Gers 2000; Jozefowicz 2015 suggest 1). Default 0, as in PyTorch.
   */
  forgetBias?: number | undefined;
}

/**
 * Long short-term memory.  c' = f*c + i*g;  h' = o*tanh(c')
 *
 * i, f, o = sigmoid and g = tanh of  W x + b + U h + b'.  The cell state c runs through time with
 * nothing but the forget gate on it, so its gradient neither vanishes nor explodes while f is near 1.
 * Source: Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { LstmCell, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const cell = new LstmCell({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
 * const { h, c } = cell.step(zeros([2, 3]), { h: zeros([2, 4]), c: zeros([2, 4]) }); // [2, 4] each
 */
export class LstmCell extends GatedCell implements Cell<LstmState> {
  readonly stateSizes = { h: this.hiddenSize, c: this.hiddenSize };
  readonly kernels = lstmKernels(this.weights);

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: LstmCellOptions) {
    const { forgetBias = 0 } = requireCellOptions("LstmCell", options);
    super("LstmCell", 4, options, { biasShift: [0, forgetBias, 0, 0] });
  }

  step(x: Tensor2D, { h, c }: LstmState): LstmState {
    return tidy(() => {
      const [inI, inF, inG, inO] = splitGates(gateSums(this.weights, x, h), 4);
      const i = sigmoid(inI);
      const f = sigmoid(inF);
      const g = tanh(inG);
      const o = sigmoid(inO);
      const cNext: Tensor2D = add(mul(f, c), mul(i, g));
      const hNext: Tensor2D = mul(o, tanh(cNext));
      return { h: hNext, c: cNext };
    });
  }
}
