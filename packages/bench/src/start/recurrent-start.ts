import { Rng, uniform } from "@unroll/core";
import type { Cell, RecurrentWork } from "../cases/work.ts";

export const CLASSES = 2;
export const LEARNING_RATE = 0.001;
/** What tfjs uses; torch's own default is 1e-8. */
export const ADAM_EPSILON = 1e-7;

/** Blocks of rows in the weights: i, f, g, o; r, z, n; or one. */
export const gates: Readonly<Record<Cell, number>> = { lstm: 4, gru: 3, elman: 1 };

/** What all sides start from. None has biases in its cell: peers differ in how many they have. */
export interface RecurrentStart {
  /** [batch, time, input] */
  x: Float32Array;
  /** [batch], the class of each row */
  targets: Int32Array;
  /** [gates*hidden, input], gates as in PyTorch */
  weightIh: Float32Array;
  /** [gates*hidden, hidden] */
  weightHh: Float32Array;
  /** [classes, hidden], the head on the last output */
  head: Float32Array;
}

/** The same numbers in every process that makes them. */
export function makeRecurrentStart(work: RecurrentWork): RecurrentStart {
  const { cell, batch, time, input, hidden } = work;
  const rng = Rng.fromSeed(1);
  const weights = uniform(1 / Math.sqrt(hidden));
  const rows = gates[cell] * hidden;
  return {
    x: rng.fold("x").normal(batch * time * input),
    targets: Int32Array.from({ length: batch }, (_, row) => row % CLASSES),
    weightIh: weights(rows, input, rng.fold("weightIh")),
    weightHh: weights(rows, hidden, rng.fold("weightHh")),
    head: weights(CLASSES, hidden, rng.fold("head")),
  };
}
