import { engine, type KernelBackend, type TensorInfo } from "@tensorflow/tfjs-core";
import type { Cell, CellState } from "../cells/cell.ts";
import type { BareState, FusedSequence } from "./fused/fused-sequence.ts";
import { stepBare } from "./fused/fused-steps.ts";

/** Values of a state by name, in the order of the cells. */
export type StateValues = Record<string, { values: Float32Array; shape: number[] }>[];

/**
 * A stack of forward cells that takes one time step after the other by their kernels alone, and keeps
 * its state as bare data: around a step of some microseconds, tensors cost more than the step.
 */
export class Stream<S extends CellState> {
  readonly #cells: readonly Cell<S>[];
  readonly #fused: readonly FusedSequence<Cell<S>, S>[];
  #backend: KernelBackend = engine().backend;
  #states: (BareState<S> | undefined)[];

  /** @param fused  how each cell runs, see {@link fusedSteps} */
  constructor(cells: readonly Cell<S>[], fused: readonly FusedSequence<Cell<S>, S>[]) {
    this.#cells = cells;
    this.#fused = fused;
    this.#states = cells.map(() => undefined);
  }

  /** How many rows the state has; undefined before the first step. */
  get batchSize(): number | undefined {
    return this.#states[0]?.h.shape[0];
  }

  /**
   * The next step.
   *
   * @param x  [batch, inputSize]
   * @returns  y [batch, 1, outputSize], which the caller disposes
   */
  step(x: TensorInfo): TensorInfo {
    this.#follow();
    const before = this.#states;
    const { y, states } = stepBare(this.#cells, this.#fused, x, before);
    for (const state of before) disposeState(this.#backend, state);
    this.#states = states;
    return y;
  }

  /** The state's values, or undefined before the first step. */
  read(): StateValues | undefined {
    const read = this.#states.map((state) => state && readState(this.#backend, state));
    return read.includes(undefined) ? undefined : (read as StateValues);
  }

  /** Goes on from these values; from zeros where there are none. */
  write(state: StateValues | undefined): void {
    for (const old of this.#states) disposeState(this.#backend, old);
    this.#backend = engine().backend;
    this.#states = this.#cells.map((_, place) => {
      const values = state?.[place];
      return values && writeState<S>(this.#backend, values);
    });
  }

  /** Takes the state along when another backend has come into use. */
  #follow(): void {
    if (engine().backend !== this.#backend) this.write(this.read());
  }
}

function disposeState<S extends CellState>(
  backend: KernelBackend,
  state: BareState<S> | undefined,
): void {
  for (const name in state) backend.disposeData((state[name] as TensorInfo).dataId);
}

function readState<S extends CellState>(
  backend: KernelBackend,
  state: BareState<S>,
): StateValues[number] {
  const values: StateValues[number] = {};
  for (const name in state) {
    const { dataId, shape } = state[name] as TensorInfo;
    values[name] = { values: (backend.readSync(dataId) as Float32Array).slice(), shape };
  }
  return values;
}

function writeState<S extends CellState>(
  backend: KernelBackend,
  values: StateValues[number],
): BareState<S> {
  const state: Record<string, TensorInfo> = {};
  for (const [name, { values: numbers, shape }] of Object.entries(values)) {
    const dataId = backend.write(numbers, shape, "float32");
    state[name] = { dataId, shape, dtype: "float32" };
  }
  return state as BareState<S>;
}
