import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Module } from "../module/module.ts";

/** What a cell carries from step to step, each [batch, size]; `h` is also its output. */
export type CellState = { readonly h: Tensor2D } & { readonly [name: string]: Tensor2D };

/**
 * One recurrent cell: parameters and one pure step. It knows nothing of time, of a backend or of
 * training; a `Sequence` runs it over time.
 *
 * Write your own in tfjs ops and everything else works with it: sequences, stacking, both
 * directions, lengths, streaming, training and checkpoints.
 */
export interface Cell<S extends CellState = CellState> extends Module {
  /**
   * Names the formula. Where a backend has a kernel for it, a whole sequence is one call;
   * any other kind is unrolled step by step.
   */
  readonly kind: string;
  readonly inputSize: number;
  /** The width of every tensor of the state. */
  readonly stateSizes: { readonly [K in keyof S]: number };
  /**
   * One time step.
   * @param x  shape [batch, inputSize], float32
   * @returns  the next state; the inputs are left as they are
   */
  step(x: Tensor2D, state: S): S;
}
