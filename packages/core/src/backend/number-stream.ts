/** The state of every cell by the name of its part, each [batch, size] row after row. */
export type NumberState = Record<string, Float32Array>[];

/**
 * A stream of numbers through a stack of forward cells. Its results are those of the kernels, to the bit.
 */
export interface NumberStream {
  /** x [batch, inputSize] -> y [batch, outputSize], row after row. The caller has checked x. */
  step(x: Float32Array): Float32Array;
  /** A copy of the state. */
  read(): NumberState;
  /** Frees everything it holds. */
  dispose(): void;
}
