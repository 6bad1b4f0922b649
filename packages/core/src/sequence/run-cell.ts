import { getBackend, type Tensor2D, type Tensor3D, tensor1d, zeros } from "@tensorflow/tfjs-core";
import { requireGradients } from "../autodiff/load-gradients.ts";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import { BackendError } from "../errors.ts";
import type { CellKernels } from "../kernels/cell-kernels.ts";
import { type KernelCall, lastInKernel, missingKernels, runInKernel } from "./kernel-run.ts";
import { ownTensors } from "./own-tensors.ts";
import { mapState, runUnrolled } from "./unrolled.ts";

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
  const kernels = kernelsFor(cell, call.kernels);
  if (!kernels) return unrolled(cell, call);
  const { y, state } = runInKernel(kernels, kernelCall(call));
  return { y, state: state as unknown as S }; // it has the parts of the cell's state
}

/** The same for the final h alone, [B,H], which saves what only the other outputs need. */
export function runCellToLast<S extends CellState>(cell: Cell<S>, call: CellCall<S>): Tensor2D {
  const kernels = kernelsFor(cell, call.kernels);
  return kernels ? lastInKernel(kernels, kernelCall(call)) : unrolled(cell, call).state.h;
}

/** The zero state of a cell. */
export function zeroStateOf<S extends CellState>({ stateSizes }: Cell<S>, batchSize: number): S {
  return Object.fromEntries(
    Object.entries(stateSizes).map(([name, size]) => [name, zeros([batchSize, size])]),
  ) as unknown as S;
}

/** The kernels that run this cell now; undefined where it is to be unrolled. */
function kernelsFor<S extends CellState>(cell: Cell<S>, use: KernelUse): CellKernels | undefined {
  if (use === "off") return undefined;
  const { kernels } = cell;
  const missing = kernels ? missingKernels(kernels) : [];
  if (kernels && missing.length === 0) return kernels;
  if (use === "required") {
    const name = cell.constructor.name;
    throw new BackendError(
      kernels
        ? `Sequence.run: backend "${getBackend()}" must have the kernels of ${name}, got none of ${missing.join(", ")}. ` +
            'Pass kernels: "auto" to unroll it in tfjs ops, or use another backend.'
        : `Sequence.run: ${name} must name its kernels where they are required, got none. ` +
            'Bind it to kernels with bindKernels, or pass kernels: "auto" to unroll it in tfjs ops.',
    );
  }
  return undefined;
}

function kernelCall<S extends CellState>(call: CellCall<S>): KernelCall<string> {
  const { x, state, lengths, reverse } = call;
  const full = lengths === undefined || lengths.every((length) => length === x.shape[1]);
  return { x, state, lengths: full ? undefined : tensor1d(lengths, "int32"), reverse };
}

function unrolled<S extends CellState>(
  cell: Cell<S>,
  { x, state, lengths, reverse }: CellCall<S>,
): { y: Tensor3D; state: S } {
  requireGradients();
  const [batchSize, timeSteps] = x.shape;
  const valid = lengths ?? new Int32Array(batchSize).fill(timeSteps);
  const result = runUnrolled(cell, x, state ?? zeroStateOf(cell, batchSize), valid, reverse);
  const given = Object.values<Tensor2D>({ ...state });
  const own = ownTensors([...given, ...Object.values(cell.parameters)]);
  return { y: result.y, state: mapState(result.state, own) };
}
