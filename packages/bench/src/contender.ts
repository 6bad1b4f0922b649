/** One side of a comparison, ready to work: weights set, data made. */
export interface Contender {
  /** One whole training step; resolves to its loss. */
  train(): Promise<number>;
  /** One forward pass; resolves to the probabilities, [batch, classes]. */
  infer(): Promise<Float32Array>;
  /** The loss' gradient by the recurrent weights, [4*hidden, hidden], rows i, f, g, o. */
  gradient(): Promise<Float32Array>;
  dispose(): void;
}

/** What both sides start from. */
export interface Start {
  /** [batch, time, input] */
  x: Float32Array;
  /** [batch], each 0 or 1 */
  targets: Int32Array;
  /** [4*hidden, input], rows i, f, g, o */
  weightIh: Float32Array;
  /** [4*hidden, hidden] */
  weightHh: Float32Array;
  /** [classes, hidden] */
  head: Float32Array;
}

export const CLASSES = 2;
export const LEARNING_RATE = 0.001;
/** What tfjs' cpu backend uses; torch has 1e-8. */
export const ADAM_EPSILON = 1e-7;
