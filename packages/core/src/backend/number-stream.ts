import type { TensorInfo } from "@tensorflow/tfjs-core";

/** A forward cell as a backend sees it that streams numbers through it. */
export interface StreamCell {
  /** "elman", "lstm" or "gru". */
  readonly kind: string;
  /** As in the kernel contract. Variables: their data is another after each update. */
  readonly weights: {
    readonly weightIh: TensorInfo;
    readonly weightHh: TensorInfo;
    readonly biasIh?: TensorInfo | undefined;
    readonly biasHh?: TensorInfo | undefined;
  };
  /** The attributes of its kernel that are the cell's own, such as `resetAfter`. */
  readonly attrs: Readonly<Record<string, unknown>>;
}

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
