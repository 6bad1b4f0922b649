import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import { ShapeError } from "../errors.ts";
import { requireTensor } from "../module/require-tensor.ts";

/**
 * @throws {ShapeError} unless x is float32 [batch, time, inputSize]
 * @throws {DataError} when it is disposed
 */
export function requireInput(where: string, x: Tensor, inputSize: number): asserts x is Tensor3D {
  requireTensor(where, "x", x);
  if (x.rank !== 3 || x.shape[2] !== inputSize) {
    throw new ShapeError(
      `${where}: x must have shape [batch, time, ${inputSize}], got [${x.shape}]. ` +
        "Time is the second axis, features the last.",
    );
  }
  if (x.dtype !== "float32") {
    throw new ShapeError(
      `${where}: x must be float32, got ${x.dtype}. Look tokens up in an Embedding, or cast.`,
    );
  }
}

/**
 * @throws {ShapeError} unless x is one step: float32 [batch, inputSize], of `batchSize` rows if it is given
 * @throws {DataError} when it is disposed
 */
export function requireStep(
  where: string,
  x: Tensor,
  inputSize: number,
  expectedBatchSize?: number,
): asserts x is Tensor2D {
  requireTensor(where, "x", x);
  const { shape, dtype } = x;
  const batchSize = expectedBatchSize ?? shape[0];
  const fits = shape.length === 2 && shape[0] === batchSize && shape[1] === inputSize;
  if (!fits || dtype !== "float32") {
    throw new ShapeError(
      `${where}: x must be float32 of shape [${batchSize ?? "batch"}, ${inputSize}], got ${dtype} [${shape}]. ` +
        "Pass the features of one time step; a session's reset() starts another batch.",
    );
  }
}

/**
 * @throws {ShapeError} unless there is a state of the right shapes for every cell
 * @throws {DataError} when a part is disposed
 */
export function requireState<S extends CellState>(
  where: string,
  cells: readonly Cell<S>[],
  state: readonly S[],
  batchSize: number,
): void {
  if (state.length !== cells.length) {
    throw new ShapeError(
      `${where}: state must have one entry for each of ${cells.length} layers and directions, ` +
        `got ${state.length}. Pass the state that run() returned.`,
    );
  }
  cells.forEach((cell, place) => {
    for (const [name, size] of Object.entries(cell.stateSizes)) {
      const value = state[place]?.[name];
      if (value) requireTensor(where, `state[${place}].${name}`, value);
      if (value?.rank !== 2 || value.shape[0] !== batchSize || value.shape[1] !== size) {
        throw new ShapeError(
          `${where}: state[${place}].${name} must have shape [${batchSize}, ${size}], ` +
            `got ${value ? `[${value.shape}]` : "nothing"}. Pass the state that run() returned.`,
        );
      }
    }
  });
}
