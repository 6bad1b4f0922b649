import { engine, type Rank, type Tensor2D } from "@tensorflow/tfjs-core";
import { isRecording } from "../autodiff/differentiable.ts";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import { isProbed } from "../diagnostics/probe.ts";
import type { CellKernels, SequenceKernelName } from "../kernels/cell-kernels.ts";
import type { Info, KernelAttrs, KernelInputs } from "../kernels/contract.ts";
import { callKernel } from "../kernels/registry.ts";
import { kernelInputs, missingKernels } from "./kernel-run.ts";

/** A state as bare data, without tensors around it. */
export type BareState = Readonly<Record<string, Info<Rank.R2>>>;

/**
 * The kernels of each of these cells, to take steps in them alone; undefined where the backend in use
 * lacks one, or where a gradient or a probe must see every op.
 */
export function stepKernels<S extends CellState>(
  cells: readonly Cell<S>[],
): CellKernels[] | undefined {
  if (mustSeeEveryOp()) return undefined;
  const kernels: CellKernels[] = [];
  for (const cell of cells) {
    if (!cell.kernels || missingKernels(cell.kernels).length > 0) return undefined;
    kernels.push(cell.kernels);
  }
  return kernels;
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
export function stepBare(
  stack: readonly CellKernels[],
  { dataId, dtype, shape: [batchSize, inputSize] }: Info<Rank.R2>,
  states: readonly BareState[] | undefined,
): { y: Info<Rank.R3>; states: BareState[] } {
  const { backend } = engine();
  const next: BareState[] = [];
  let y: Info<Rank.R3> = { dataId, dtype, shape: [batchSize, 1, inputSize] };
  for (let place = 0; place < stack.length; place++) {
    const kernels = stack[place] as CellKernels;
    const x = y;
    const outputs = callKernel(
      kernels.forward,
      kernelInputs<Info>(
        kernels,
        x,
        states?.[place],
      ) as unknown as KernelInputs<SequenceKernelName>,
      { ...kernels.attrs, reverse: false, reserve: false } as KernelAttrs<SequenceKernelName>,
    ) as readonly Info[];
    if (place > 0) backend.disposeData(x.dataId);
    const state: Record<string, Info<Rank.R2>> = {};
    for (const part of kernels.parts) state[part.name] = outputs[part.place] as Info<Rank.R2>;
    next.push(state);
    y = outputs[0] as Info<Rank.R3>;
  }
  return { y, states: next };
}

/** The same with tensors. */
export function stepTensors<S extends CellState>(
  stack: readonly CellKernels[],
  x: Tensor2D,
  states: readonly S[] | undefined,
): { y: Tensor2D; state: S[] } {
  const { y, states: next } = stepBare(stack, x, states);
  const [batchSize, , size] = y.shape;
  const state = next.map((bare) => {
    const tensors: Record<string, Tensor2D> = {};
    for (const name in bare) tensors[name] = asTensor(bare[name] as Info<Rank.R2>);
    return tensors as unknown as S;
  });
  return { y: asTensor({ ...y, shape: [batchSize, size] }), state };
}

function asTensor(data: Info<Rank.R2>): Tensor2D {
  return engine().makeTensorFromTensorInfo(data) as Tensor2D;
}
