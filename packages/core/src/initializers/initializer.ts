import type { Rng } from "../random/rng.ts";

/**
 * Draws the initial values of a matrix [rows, columns]; a vector has one column.
 *
 * @example
 * const half: Initializer = (rows, columns) => new Float32Array(rows * columns).fill(0.5);
 * new Dense({ inputSize: 4, outputSize: 2, rng: Rng.fromSeed(42), init: { weight: normal(0.1), bias: half } });
 */
export type Initializer = (rows: number, columns: number, rng: Rng) => Float32Array;

/** Every value 0. */
export const zeros: Initializer = (rows, columns) => new Float32Array(rows * columns);

/** Uniform in [-bound, bound). */
export const uniform =
  (bound: number): Initializer =>
  (rows, columns, rng) =>
    rng.uniform(rows * columns, -bound, bound);

/** Normal with mean 0. */
export const normal =
  (standardDeviation: number): Initializer =>
  (rows, columns, rng) =>
    rng.normal(rows * columns, 0, standardDeviation);

/** Uniform in +-sqrt(6 / (rows + columns)).  Source: Glorot & Bengio 2010. */
export const glorotUniform: Initializer = (rows, columns, rng) =>
  uniform(Math.sqrt(6 / (rows + columns)))(rows, columns, rng);
