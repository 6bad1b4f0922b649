import { dispose, type Tensor2D } from "@tensorflow/tfjs-core";
import type { NumberState } from "../../backend/number-stream.ts";
import type { Cell, CellState } from "../../cells/cell.ts";
import { type Stepper, toNumbers, toTensors } from "./stepper.ts";

/** Steps in tensors and tfjs ops: for any cell and backend, and where a gradient or a probe looks on. */
export class TensorStepper<S extends CellState> implements Stepper {
  readonly canGoOn = true;
  readonly #step: (x: Tensor2D, state?: readonly S[]) => { y: Tensor2D; state: S[] };
  #state: S[] | undefined;

  constructor(
    cells: readonly Cell<S>[],
    step: (x: Tensor2D, state?: readonly S[]) => { y: Tensor2D; state: S[] },
    state: NumberState | undefined,
  ) {
    this.#step = step;
    this.#state = state && toTensors(cells, state);
  }

  get batchSize(): number | undefined {
    return this.#state?.[0]?.h.shape[0];
  }

  /** x [batch, inputSize] -> y [batch, outputSize]; the caller disposes it. */
  step(x: Tensor2D): Tensor2D {
    const { y, state } = this.#step(x, this.#state);
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
