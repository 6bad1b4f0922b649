import { relu, type Tensor2D, tanh, tidy } from "@tensorflow/tfjs-core";
import type { Cell } from "./cell.ts";
import { elmanKernels } from "./elman-kernels.ts";
import type { CellOptions } from "./gate-weights.ts";
import { GatedCell, gateSums } from "./gated-cell.ts";

export type ElmanState = { readonly h: Tensor2D };

export interface ElmanCellOptions extends CellOptions {
  /** Default "tanh". */
  nonlinearity?: "tanh" | "relu" | undefined;
}

/**
 * The simplest recurrent cell.  h' = tanh(W x + b + U h + b')  Source: Elman 1990.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { ElmanCell, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const cell = new ElmanCell({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
 * const { h } = cell.step(zeros([2, 3]), { h: zeros([2, 4]) }); // [2, 4]
 */
export class ElmanCell extends GatedCell implements Cell<ElmanState> {
  readonly nonlinearity: "tanh" | "relu";
  readonly stateSizes;
  readonly kernels;

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: ElmanCellOptions) {
    super("ElmanCell", 1, options);
    this.nonlinearity = options.nonlinearity ?? "tanh";
    this.stateSizes = { h: this.hiddenSize };
    this.kernels = elmanKernels(this.weights, { nonlinearity: this.nonlinearity });
  }

  step(x: Tensor2D, { h }: ElmanState): ElmanState {
    const activation = this.nonlinearity === "tanh" ? tanh : relu;
    return tidy(() => ({ h: activation(gateSums(this.weights, x, h)) }));
  }
}
