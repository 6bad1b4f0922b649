import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import type { NumberState } from "../../backend/number-stream.ts";
import type { Cell } from "../../cells/cell.ts";
import type { CellState } from "../../cells/cell-state.ts";

/**
 * One way to go through a sequence step by step. It holds the state; a session goes over to another
 * way, and takes the state along, when this one cannot go on.
 */
export interface Stepper {
  /** Whether the next step can be taken as those before. */
  readonly canGoOn: boolean;
  /** How many rows the state has; undefined before the first step. */
  readonly batchSize: number | undefined;
  /** A copy of the state; undefined before the first step. */
  read(): NumberState | undefined;
  /** Frees the state. */
  dispose(): void;
}

/** A state's numbers. */
export function toNumbers(state: readonly CellState[]): NumberState {
  return state.map((entry) =>
    Object.fromEntries(
      Object.entries<Tensor2D>({ ...entry }).map(([name, value]) => [
        name,
        value.dataSync<"float32">().slice(),
      ]),
    ),
  );
}

/** What a stepper must know of a cell to make its state. */
export interface Sized {
  /** By the names of the parts. */
  readonly stateSizes: object;
}

/** The shape of each part of a cell's state. */
export function shapesOf(
  { stateSizes }: Sized,
  numbers: NumberState[number],
): Record<string, [number, number]> {
  const shapes: Record<string, [number, number]> = {};
  for (const [name, values] of Object.entries(numbers)) {
    const size = (stateSizes as Record<string, number>)[name] as number;
    shapes[name] = [values.length / size, size];
  }
  return shapes;
}

/** Tensors of these numbers; the caller disposes them. */
export function toTensors<S extends CellState>(cells: readonly Cell<S>[], state: NumberState): S[] {
  return cells.map((cell, place) => {
    const numbers = state[place] as NumberState[number];
    const shapes = shapesOf(cell, numbers);
    return Object.fromEntries(
      Object.entries(numbers).map(([name, values]) => [
        name,
        tensor2d(values, shapes[name] as [number, number]),
      ]),
    ) as unknown as S;
  });
}
