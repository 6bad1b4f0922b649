import type { Rank, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { StreamCell } from "../../backend/number-stream.ts";
import type { Cell, CellState } from "../../cells/cell.ts";
import type { Info, KernelName } from "../../kernels/contract.ts";

/** How a kind of cell runs over a whole sequence in one kernel. */
export interface FusedSequence<C extends Cell<S>, S extends CellState> {
  readonly forward: KernelName;
  /** The kernels that the gradient needs besides. */
  readonly gradient: readonly KernelName[];
  /** Returns y [B,T,H] and the final state. */
  run(cell: C, call: FusedCall<S>): { y: Tensor3D; state: S };
  /** Returns the final h [B,H] alone: no gradient of any other output is formed or read. */
  last(cell: C, call: FusedCall<S>): Tensor2D;
  /**
   * One step without gradients, on bare data that the caller disposes: x [B,1,I] and the state
   * (undefined for zeros) -> y [B,1,H] and the next state.
   */
  step(cell: C, x: Info<Rank.R3>, state: BareState<S> | undefined): BareStep<S>;
  /** What a backend must know of the cell to stream numbers through it. */
  streamCell(cell: C): StreamCell;
}

/** A state as bare data, without tensors around it. */
export type BareState<S extends CellState> = { [K in keyof S]: Info<Rank.R2> };

export interface BareStep<S extends CellState> {
  y: Info<Rank.R3>;
  state: BareState<S>;
}

export interface FusedCall<S extends CellState> {
  /** [B,T,I] */
  x: Tensor3D;
  /** The initial state; undefined for zeros. */
  state: S | undefined;
  /** [B] int32; undefined when every row has T valid steps. */
  lengths: Tensor1D | undefined;
  reverse: boolean;
}
