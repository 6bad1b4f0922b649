import { engine, type KernelBackend, type Rank, type TensorInfo } from "@tensorflow/tfjs-core";
import type { NumberState } from "../../backend/number-stream.ts";
import type { CellKernels } from "../../kernels/cell-kernels.ts";
import type { Info } from "../../kernels/contract.ts";
import { type BareState, mustSeeEveryOp, stepBare } from "../kernel-steps.ts";
import { type Sized, type Stepper, shapesOf } from "./stepper.ts";

/**
 * Steps by one kernel for each cell and nothing else. The state is bare data: around a step of some
 * microseconds tensors cost more than the step, and a tidy around it does not free what it needs.
 */
export class KernelStepper implements Stepper {
  readonly #kernels: readonly CellKernels[];
  readonly #backend: KernelBackend = engine().backend;
  #states: readonly BareState[] | undefined;

  /** @param kernels  of each cell, see `stepKernels` */
  constructor(
    cells: readonly Sized[],
    kernels: readonly CellKernels[],
    state: NumberState | undefined,
  ) {
    this.#kernels = kernels;
    this.#states = state && cells.map((cell, place) => this.#write(cell, state[place] ?? {}));
  }

  get canGoOn(): boolean {
    return engine().backend === this.#backend && !mustSeeEveryOp();
  }

  get batchSize(): number | undefined {
    return this.#states?.[0]?.h?.shape[0];
  }

  /** x [batch, inputSize] -> y [batch, 1, outputSize], bare data that the caller disposes. */
  step(x: Info<Rank.R2>): Info<Rank.R3> {
    const { y, states } = stepBare(this.#kernels, x, this.#states);
    this.dispose();
    this.#states = states;
    return y;
  }

  read(): NumberState | undefined {
    return this.#states?.map((state) => {
      const numbers: NumberState[number] = {};
      for (const [name, { dataId }] of Object.entries(state)) {
        numbers[name] = (this.#backend.readSync(dataId) as Float32Array).slice();
      }
      return numbers;
    });
  }

  dispose(): void {
    for (const state of this.#states ?? []) {
      for (const name in state) this.#backend.disposeData((state[name] as TensorInfo).dataId);
    }
    this.#states = undefined;
  }

  #write(cell: Sized, numbers: NumberState[number]): BareState {
    const shapes = shapesOf(cell, numbers);
    const state: Record<string, Info<Rank.R2>> = {};
    for (const [name, values] of Object.entries(numbers)) {
      const shape = shapes[name] as [number, number];
      const dataId = this.#backend.write(values.slice(), shape, "float32");
      state[name] = { dataId, shape, dtype: "float32" };
    }
    return state;
  }
}
