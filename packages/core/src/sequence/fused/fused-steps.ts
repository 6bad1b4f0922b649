import { engine, type Rank, type Tensor2D, type TensorInfo } from "@tensorflow/tfjs-core";
import { isRecording } from "../../autodiff/differentiable.ts";
import type { Cell, CellState } from "../../cells/cell.ts";
import { isProbed } from "../../diagnostics/probe.ts";
import type { Info } from "../../kernels/contract.ts";
import { fusedFor, missingKernels } from "./fused-kinds.ts";
import type { BareState, BareStep, FusedSequence } from "./fused-sequence.ts";

/**
 * How each of these cells takes a step in kernels alone; undefined where the backend in use lacks one,
 * or where a gradient or a probe must see every op.
 */
export function fusedSteps<S extends CellState>(
  cells: readonly Cell<S>[],
): FusedSequence<Cell<S>, S>[] | undefined {
  if (mustSeeEveryOp()) return undefined;
  const fused = cells.map((cell) => fusedFor(cell));
  const complete = fused.every((one) => one !== undefined && missingKernels(one).length === 0);
  return complete ? (fused as FusedSequence<Cell<S>, S>[]) : undefined;
}

/** Whether a gradient or a probe looks on. */
export function mustSeeEveryOp(): boolean {
  return isRecording() || isProbed();
}

/**
 * One step through a stack of forward cells.
 *
 * @param x       [batch, inputSize]
 * @param states  of each cell; undefined for zeros
 * @returns       y [batch, 1, outputSize] and the next states, bare data that the caller disposes
 */
export function stepBare<S extends CellState>(
  cells: readonly Cell<S>[],
  fused: readonly FusedSequence<Cell<S>, S>[],
  { dataId, dtype, shape: [batchSize, inputSize] }: Info<Rank.R2>,
  states: readonly (BareState<S> | undefined)[] | undefined,
): { y: Info<Rank.R3>; states: BareState<S>[] } {
  const { backend } = engine();
  const next: BareState<S>[] = [];
  let input: Info<Rank.R3> = { dataId, dtype, shape: [batchSize, 1, inputSize] };
  for (let place = 0; place < cells.length; place++) {
    const { y, state }: BareStep<S> = (fused[place] as FusedSequence<Cell<S>, S>).step(
      cells[place] as Cell<S>,
      input,
      states?.[place],
    );
    if (place > 0) backend.disposeData(input.dataId);
    next.push(state);
    input = y;
  }
  return { y: input, states: next };
}

/** The same with tensors. */
export function stepTensors<S extends CellState>(
  cells: readonly Cell<S>[],
  fused: readonly FusedSequence<Cell<S>, S>[],
  x: Tensor2D,
  states: readonly S[] | undefined,
): { y: Tensor2D; state: S[] } {
  const { y, states: next } = stepBare(cells, fused, x, states);
  const [batchSize, , size] = y.shape;
  const state = next.map((bare) => {
    const tensors: Record<string, Tensor2D> = {};
    for (const name in bare) tensors[name] = asTensor(bare[name]);
    return tensors as unknown as S;
  });
  return { y: asTensor({ ...y, shape: [batchSize, size] }), state };
}

function asTensor(data: TensorInfo): Tensor2D {
  return engine().makeTensorFromTensorInfo(data) as Tensor2D;
}
