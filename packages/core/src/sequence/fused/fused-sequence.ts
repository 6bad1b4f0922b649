import type { Tensor, Tensor1D, Tensor3D } from "@tensorflow/tfjs-core";
import type { Cell, CellState } from "../../cells/cell.ts";
import type { KernelName } from "../../kernels/contract.ts";

/** The weights of a cell as inputs of its kernel; without bias it has two. */
export interface WeightInputs extends Record<string, Tensor> {
  weightIh: Tensor;
  weightHh: Tensor;
}

/** How a kind of cell runs over a whole sequence in one kernel. */
export interface FusedSequence<C extends Cell<S>, S extends CellState> {
  readonly forward: KernelName;
  /** The kernels that the gradient needs besides. */
  readonly gradient: readonly KernelName[];
  /**
   * @param x        [B,T,I]
   * @param lengths  [B] int32; undefined when every row has T valid steps
   * @returns        y [B,T,H] and the final state
   */
  run(
    cell: C,
    x: Tensor3D,
    state: S,
    lengths: Tensor1D | undefined,
    reverse: boolean,
  ): { y: Tensor3D; state: S };
}
