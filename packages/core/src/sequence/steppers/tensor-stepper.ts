import { dispose, type Tensor2D } from "@tensorflow/tfjs-core";
import type { NumberState } from "../../backend/number-stream.ts";
import type { Cell } from "../../cells/cell.ts";
import type { CellState } from "../../cells/cell-state.ts";
import { type Stepper, toNumbers, toTensors } from "./stepper.ts";

/** What takes a step in tensors. */
export interface TensorSteps<S extends CellState> {
  step(x: Tensor2D, state?: readonly S[]): { y: Tensor2D; state: S[] };
}

/** Steps in tensors and tfjs ops: for any cell and backend, and where a gradient or a probe looks on. */
export class TensorStepper<S extends CellState> implements Stepper {
  readonly canGoOn = true;
  readonly #sequence: TensorSteps<S>;
  #state: S[] | undefined;

  constructor(cells: readonly Cell<S>[], sequence: TensorSteps<S>, state: NumberState | undefined) {
    this.#sequence = sequence;
    this.#state = state && toTensors(cells, state);
  }

  get batchSize(): number | undefined {
    return this.#state?.[0]?.h.shape[0];
  }

  /** x [batch, inputSize] -> y [batch, outputSize]; the caller disposes it. */
  step(x: Tensor2D): Tensor2D {
    const { y, state } = this.#sequence.step(x, this.#state);
    this.dispose();
    this.#state = state;
    return y;
  }

  read(): NumberState | undefined {
    return this.#state && toNumbers(this.#state);
  }

  dispose(): void {
    dispose((this.#state ?? []).map((entry) => ({ ...entry })));
    this.#state = undefined;
  }
}
