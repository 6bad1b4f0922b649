import { engine, type KernelBackend, type Rank } from "@tensorflow/tfjs-core";
import type { NumberState } from "../../backend/number-stream.ts";
import type { Cell, CellState } from "../../cells/cell.ts";
import type { Info } from "../../kernels/contract.ts";
import type { BareState, FusedSequence } from "../fused/fused-sequence.ts";
import { mustSeeEveryOp, stepBare } from "../fused/fused-steps.ts";
import { type Stepper, shapesOf } from "./stepper.ts";

/**
 * Steps by one kernel for each cell and nothing else. The state is bare data: around a step of some
 * microseconds tensors cost more than the step, and a tidy around it does not free what it needs.
 */
export class KernelStepper<S extends CellState> implements Stepper {
  readonly #cells: readonly Cell<S>[];
  readonly #fused: readonly FusedSequence<Cell<S>, S>[];
  readonly #backend: KernelBackend = engine().backend;
  #states: readonly BareState<S>[] | undefined;

  /** @param fused  how each cell runs, see `fusedSteps` */
  constructor(
    cells: readonly Cell<S>[],
    fused: readonly FusedSequence<Cell<S>, S>[],
    state: NumberState | undefined,
  ) {
    this.#cells = cells;
    this.#fused = fused;
    this.#states = state && cells.map((cell, place) => this.#write(cell, state[place] ?? {}));
  }

  get canGoOn(): boolean {
    return engine().backend === this.#backend && !mustSeeEveryOp();
  }

  get batchSize(): number | undefined {
    return this.#states?.[0]?.h.shape[0];
  }

  /** x [batch, inputSize] -> y [batch, 1, outputSize], bare data that the caller disposes. */
  step(x: Info<Rank.R2>): Info<Rank.R3> {
    const { y, states } = stepBare(this.#cells, this.#fused, x, this.#states);
    this.dispose();
    this.#states = states;
    return y;
  }

  read(): NumberState | undefined {
    return this.#states?.map((state) => {
      const numbers: NumberState[number] = {};
      for (const name in state) {
        numbers[name] = (this.#backend.readSync(state[name].dataId) as Float32Array).slice();
      }
      return numbers;
    });
  }

  dispose(): void {
    for (const state of this.#states ?? []) {
      for (const name in state) this.#backend.disposeData(state[name].dataId);
    }
    this.#states = undefined;
  }

  #write(cell: Cell<S>, numbers: NumberState[number]): BareState<S> {
    const shapes = shapesOf(cell as unknown as Cell<CellState>, numbers);
    const state: Record<string, Info<Rank.R2>> = {};
    for (const [name, values] of Object.entries(numbers)) {
      const shape = shapes[name] as [number, number];
      const dataId = this.#backend.write(values.slice(), shape, "float32");
      state[name] = { dataId, shape, dtype: "float32" };
    }
    return state as BareState<S>;
  }
}
