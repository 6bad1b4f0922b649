import { isRecording } from "../../autodiff/differentiable.ts";
import type { Cell, CellState } from "../../cells/cell.ts";
import { hasKernel } from "../../kernels/registry.ts";
import { fusedElman } from "./elman.ts";
import type { FusedSequence } from "./fused-sequence.ts";
import { fusedGru } from "./gru.ts";
import { fusedLstm } from "./lstm.ts";

/** Which cells have kernels, by `cell.kind`. */
const FUSED: Readonly<Record<string, unknown>> = {
  elman: fusedElman,
  lstm: fusedLstm,
  gru: fusedGru,
};

/** How to run this cell in one kernel, where one exists for its kind. */
export function fusedFor<S extends CellState>(
  cell: Cell<S>,
): FusedSequence<Cell<S>, S> | undefined {
  // A kind and the class of its cell belong together; the table's types cannot say it.
  return Object.hasOwn(FUSED, cell.kind)
    ? (FUSED[cell.kind] as FusedSequence<Cell<S>, S>)
    : undefined;
}

/** The kernels that this run needs and the backend in use does not have. */
export function missingKernels<S extends CellState>(fused: FusedSequence<Cell<S>, S>): string[] {
  const needed = isRecording() ? [fused.forward, ...fused.gradient] : [fused.forward];
  return needed.filter((name) => !hasKernel(name));
}
