import {
  getBackend,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  zeros,
} from "@tensorflow/tfjs-core";
import { requireGradients } from "../autodiff/load-gradients.ts";
import type { Cell, CellState } from "../cells/cell.ts";
import { BackendError } from "../errors.ts";
import { fusedFor, missingKernels } from "./fused/fused-kinds.ts";
import type { FusedCall, FusedSequence } from "./fused/fused-sequence.ts";
import { runUnrolled } from "./unrolled.ts";

/**
 * Whether a sequence uses the backend's kernels: "auto" where they exist, "required" or an error,
 * "off" to unroll every step in tfjs ops.
 */
export type KernelUse = "auto" | "required" | "off";

/** One cell's way over a batch of sequences. */
export interface CellCall<S extends CellState> {
  /** [B,T,I] */
  x: Tensor3D;
  /** The initial state; undefined for zeros. */
  state: S | undefined;
  /** Valid steps of every row; undefined when each has all of them. */
  lengths: Int32Array | undefined;
  reverse: boolean;
  kernels: KernelUse;
}

/** Runs one cell over time in one direction, as one kernel or step by step. */
export function runCell<S extends CellState>(
  cell: Cell<S>,
  call: CellCall<S>,
): { y: Tensor3D; state: S } {
  const fused = fusedIfPossible(cell, call.kernels);
  return fused ? fused.run(cell, fusedCall(call)) : unrolled(cell, call);
}

/** The same for the final h alone, [B,H], which saves what only the other outputs need. */
export function runCellToLast<S extends CellState>(cell: Cell<S>, call: CellCall<S>): Tensor2D {
  const fused = fusedIfPossible(cell, call.kernels);
  return fused ? fused.last(cell, fusedCall(call)) : unrolled(cell, call).state.h;
}

/** The zero state of a cell. */
export function zeroStateOf<S extends CellState>({ stateSizes }: Cell<S>, batchSize: number): S {
  return Object.fromEntries(
    Object.entries(stateSizes).map(([name, size]) => [name, zeros([batchSize, size])]),
  ) as unknown as S;
}

function fusedIfPossible<S extends CellState>(
  cell: Cell<S>,
  kernels: KernelUse,
): FusedSequence<Cell<S>, S> | undefined {
  if (kernels === "off") return undefined;
  const fused = fusedFor(cell);
  const missing = fused ? missingKernels(fused) : [`one for a cell of kind "${cell.kind}"`];
  if (missing.length === 0) return fused;
  if (kernels === "required") {
    throw new BackendError(
      `Sequence.run: backend "${getBackend()}" must have the kernels of this cell, got none of ` +
        `${missing.join(", ")}. Pass kernels: "auto" to unroll it in tfjs ops, or use another backend.`,
    );
  }
  return undefined;
}

function fusedCall<S extends CellState>({ x, state, lengths, reverse }: CellCall<S>): FusedCall<S> {
  const full = lengths === undefined || lengths.every((length) => length === x.shape[1]);
  const given = full ? undefined : (tensor1d(lengths, "int32") as Tensor1D);
  return { x, state, lengths: given, reverse };
}

function unrolled<S extends CellState>(
  cell: Cell<S>,
  { x, state, lengths, reverse }: CellCall<S>,
): { y: Tensor3D; state: S } {
  requireGradients();
  const [batchSize, timeSteps] = x.shape;
  const valid = lengths ?? new Int32Array(batchSize).fill(timeSteps);
  return runUnrolled(cell, x, state ?? zeroStateOf(cell, batchSize), valid, reverse);
}
