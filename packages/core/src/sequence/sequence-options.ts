import type { Tensor3D } from "@tensorflow/tfjs-core";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import type { Context } from "../module/context.ts";
import type { Lengths } from "./lengths.ts";
import type { Merge } from "./merge.ts";
import type { KernelUse } from "./run-cell.ts";

/** What a `Sequence` runs, and in what layout. */
export interface SequenceOptions<S extends CellState> {
  /**
   * Makes the cell of a place. Layers above the first get the merged width of the layer below.
   * @param suffix  the place as PyTorch names it, such as "l0" or "l1_reverse"
   */
  cell: (inputSize: number, suffix: string) => Cell<S>;
  /** The width of x. */
  inputSize: number;
  /** How many layers stand one upon the other. Default 1. */
  numLayers?: number | undefined;
  /** Whether every layer also walks time backwards, with a cell of its own. Default false. */
  bidirectional?: boolean | undefined;
  /** How both directions' outputs become one. Default "concat". */
  merge?: Merge | undefined;
  /** Walks time backwards; not together with bidirectional. Default false. */
  reverse?: boolean | undefined;
  /** Dropout on the outputs of every layer but the last, while training. Default 0. */
  dropout?: number | undefined;
  /** Whether the cell's kernels run it. Default "auto": where the backend in use has them. */
  kernels?: KernelUse | undefined;
}

/**
 * How one run is meant.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { Context, gru, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const rng = Rng.fromSeed(42);
 * const rnn = gru({ inputSize: 3, hiddenSize: 4, numLayers: 2, dropout: 0.5, rng });
 * const context = Context.training(rng.fold("dropout"));
 * const { y } = rnn.run(zeros([2, 5, 3]), { lengths: [5, 2], state: rnn.zeroState(2), context });
 */
export interface RunOptions<S extends CellState> {
  /**
   * Valid steps of every row, in any order, 0 among them. Default: all. What stands past them in x
   * does not matter to the outputs, but must be finite when gradients are taken.
   */
  lengths?: Lengths | undefined;
  /** The initial state by layer and direction, as `run` returns it. Default: zeros. */
  state?: readonly S[] | undefined;
  /**
   * Whether layers drop out, and what draws their masks. A must where a gradient is recorded and
   * there is dropout between layers; else the default is inference.
   */
  context?: Context | undefined;
}

/** What a run gives; the caller disposes it. */
export type SequenceResult<S extends CellState> = {
  /** Every output, shape [batch, time, outputSize]; 0 past a row's length. */
  y: Tensor3D;
  /** The final state: layer 0 forward, layer 0 reverse, layer 1 forward, ... as h_n in PyTorch. */
  state: S[];
};
