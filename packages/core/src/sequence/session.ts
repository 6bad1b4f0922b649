import { clone, dispose, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { CellState } from "../cells/cell.ts";
import { UnrollError } from "../errors.ts";
import { mapState } from "./unrolled.ts";

/** What a session steps through: a `Sequence` that runs forward. */
interface Steps<S extends CellState> {
  step(x: Tensor2D, state?: readonly S[]): { y: Tensor2D; state: S[] };
}

/** A stream through a sequence: it keeps the state from step to step, and frees it. */
export class SequenceSession<S extends CellState> {
  readonly #sequence: Steps<S>;
  #state: S[] | undefined;
  #disposed = false;

  constructor(sequence: Steps<S>) {
    this.#sequence = sequence;
  }

  /**
   * Feeds the next time step.
   * @param x  shape [batch, inputSize]
   * @returns  y, shape [batch, outputSize]; the caller disposes it
   */
  step(x: Tensor2D): Tensor2D {
    this.#requireAlive("step");
    const { y, state } = this.#sequence.step(x, this.#state);
    dispose(this.#state ?? []);
    this.#state = state;
    return y;
  }

  /** A copy of the state now, undefined before the first step; the caller disposes it. */
  state(): S[] | undefined {
    this.#requireAlive("state");
    return this.#state && copyState(this.#state);
  }

  /** Starts over, from zeros or from a copy of the given state. */
  reset(state?: readonly S[]): void {
    this.#requireAlive("reset");
    const next = state && copyState(state);
    dispose(this.#state ?? []);
    this.#state = next;
  }

  /** Frees the state; the sequence itself stays. */
  dispose(): void {
    dispose(this.#state ?? []);
    this.#state = undefined;
    this.#disposed = true;
  }

  #requireAlive(method: string): void {
    if (this.#disposed) {
      throw new UnrollError(
        `SequenceSession.${method}: the session must not be disposed, got a disposed one. Start another with session().`,
      );
    }
  }
}

function copyState<S extends CellState>(state: readonly S[]): S[] {
  return tidy(() => state.map((entry) => mapState(entry, (value) => clone(value))));
}
