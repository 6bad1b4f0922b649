import { getBackend, type Tensor1D, type Tensor3D, tensor1d } from "@tensorflow/tfjs-core";
import type { Cell, CellState } from "../cells/cell.ts";
import { BackendError } from "../errors.ts";
import { fusedFor, missingKernels } from "./fused/fused-kinds.ts";
import { runUnrolled } from "./unrolled.ts";

/**
 * Whether a sequence uses the backend's kernels: "auto" where they exist, "required" or an error,
 * "off" to unroll every step in tfjs ops.
 */
export type KernelUse = "auto" | "required" | "off";

/** Runs one cell over time in one direction, as one kernel or step by step. */
export function runCell<S extends CellState>(
  cell: Cell<S>,
  x: Tensor3D,
  state: S,
  lengths: Int32Array,
  reverse: boolean,
  kernels: KernelUse,
): { y: Tensor3D; state: S } {
  if (kernels === "off") {
    return runUnrolled(cell, x, state, lengths, reverse);
  }
  const fused = fusedFor(cell);
  const missing = fused ? missingKernels(fused) : [`one for a cell of kind "${cell.kind}"`];
  if (fused && missing.length === 0) {
    const full = lengths.every((length) => length === x.shape[1]);
    const given = full ? undefined : (tensor1d(lengths, "int32") as Tensor1D);
    return fused.run(cell, x, state, given, reverse);
  }
  if (kernels === "required") {
    throw new BackendError(
      `Sequence.run: backend "${getBackend()}" must have the kernels of this cell, got none of ` +
        `${missing.join(", ")}. Pass kernels: "auto" to unroll it in tfjs ops, or use another backend.`,
    );
  }
  return runUnrolled(cell, x, state, lengths, reverse);
}
