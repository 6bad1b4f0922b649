import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { CellKernels } from "../kernels/cell-kernels.ts";
import type { Module } from "../module/module.ts";
import type { CellState } from "./cell-state.ts";

/**
 * One recurrent cell: parameters and one pure step. It knows nothing of time or of training; a
 * `Sequence` runs it over time.
 *
 * Write your own in tfjs ops and everything else works with it: sequences, stacking, both
 * directions, lengths, streaming, training and checkpoints.
 *
 * @example
 * import { add, mul, sub, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
 * import { type Cell, Sequence } from "@unroll/core";
 *
 * // A cell without parameters: the running mean of its input.
 * const runningMean: Cell = {
 *   inputSize: 3,
 *   stateSizes: { h: 3 },
 *   parameters: {},
 *   step: (x: Tensor2D, { h }) => tidy(() => ({ h: add<Tensor2D>(h, mul(sub(x, h), 0.1)) })),
 * };
 * const sequence = new Sequence({ inputSize: 3, cell: () => runningMean });
 */
export interface Cell<S extends CellState = CellState> extends Module {
  readonly inputSize: number;
  /** The width of every tensor of the state. */
  readonly stateSizes: { readonly [K in keyof S]: number };
  /**
   * The kernels that compute what `step` computes over a whole sequence, made by `bindKernels`. Where the
   * backend in use has them, a sequence is one call; else, or without, it is unrolled step by step.
   */
  readonly kernels?: CellKernels<keyof S & string> | undefined;
  /**
   * One time step.
   * @param x  shape [batch, inputSize], float32
   * @returns  the next state; the inputs are left as they are. A tensor of the state may be returned as
   *   it came
   */
  step(x: Tensor2D, state: S): S;
}
