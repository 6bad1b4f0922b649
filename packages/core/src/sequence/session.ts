import { dispose, engine, type Rank, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import type { NumberState } from "../backend/number-stream.ts";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import { ShapeError, UnrollError } from "../errors.ts";
import type { CellKernels } from "../kernels/cell-kernels.ts";
import type { OfRank } from "../ranks.ts";
import { requireState, requireStep } from "./check-input.ts";
import { KernelStepper } from "./steppers/kernel-stepper.ts";
import { NumberStepper } from "./steppers/number-stepper.ts";
import { type Stepper, toNumbers, toTensors } from "./steppers/stepper.ts";
import { TensorStepper, type TensorSteps } from "./steppers/tensor-stepper.ts";

/** What a session steps through: a `Sequence` that runs forward. */
interface Steps<S extends CellState> extends TensorSteps<S> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly cells: readonly Cell<S>[];
  /** Each cell's kernels, to step in them alone; undefined where that must not or cannot be now. */
  kernels(): CellKernels[] | undefined;
}

/**
 * A stream through a sequence: it keeps the state from step to step, and frees it.
 *
 * It takes the shortest way there is, and takes the state along when another becomes the shortest:
 * numbers through a stream of the backend, one kernel for each cell, or tensors through tfjs ops.
 *
 * @example
 * import { cpu } from "@unroll/backend-cpu";
 * import { gru, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const rnn = gru({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
 * const session = rnn.session();
 * const first = session.stepArray(Float32Array.of(1, 2, 3)); // 4 numbers
 * const second = session.stepArray(Float32Array.of(4, 5, 6)); // from the state after the first
 * session.dispose();
 */
export class SequenceSession<S extends CellState = CellState> {
  readonly #sequence: Steps<S>;
  #stepper: Stepper | undefined;
  /** What the next stepper starts from, when there is none yet. */
  #initial: NumberState | undefined;
  #disposed = false;

  constructor(sequence: Steps<S>) {
    this.#sequence = sequence;
  }

  /**
   * Feeds the next time step.
   *
   * @param x  shape [batch, inputSize]
   * @returns  y, shape [batch, outputSize]; the caller disposes it
   * @throws {ShapeError} when x does not fit the sequence, or has another batch size than the state
   */
  step<R extends Rank>(x: OfRank<Rank.R2, R>): Tensor2D {
    this.#requireAlive("step");
    const { inputSize, outputSize } = this.#sequence;
    requireStep("SequenceSession.step", x, inputSize, this.#batchSize);
    const stepper = this.#forTensors();
    if (stepper instanceof TensorStepper) return stepper.step(x);
    const { dataId } = stepper.step(x);
    const shape = [x.shape[0], outputSize];
    return engine().makeTensorFromTensorInfo({ dataId, shape, dtype: "float32" }) as Tensor2D;
  }

  /**
   * Feeds the next time step as numbers, the fastest way.
   *
   * @param x  [batch, inputSize], row after row
   * @returns  y [batch, outputSize], likewise
   * @throws {ShapeError} when x does not fit the sequence, or has another batch size than the state
   */
  stepArray(x: Float32Array): Float32Array {
    this.#requireAlive("stepArray");
    const { inputSize } = this.#sequence;
    const batchSize = this.#batchSize;
    const rows = x.length / inputSize;
    if (x.length !== inputSize * (batchSize ?? Math.max(1, Math.floor(rows)))) {
      const expected = `${batchSize ?? "batch"} x ${inputSize}`;
      throw new ShapeError(
        `SequenceSession.stepArray: x must hold ${expected} numbers, got ${x.length}. ` +
          "Pass the features of one time step, row after row; reset() starts another batch.",
      );
    }
    const stepper = this.#forNumbers(rows);
    if (stepper) return stepper.step(x);
    const input = tensor2d(x, [rows, inputSize]);
    const y = this.step(input);
    const values = y.dataSync<"float32">();
    dispose([input, y]);
    return values;
  }

  /** A copy of the state now, undefined before the first step; the caller disposes it. */
  state(): S[] | undefined {
    this.#requireAlive("state");
    const numbers = this.#stepper ? this.#stepper.read() : this.#initial;
    return numbers && toTensors(this.#sequence.cells, numbers);
  }

  /** Starts over, from zeros or from a copy of the given state. */
  reset(state?: readonly S[]): void {
    this.#requireAlive("reset");
    if (state) {
      const batchSize = state[0]?.h.shape[0] ?? 0;
      requireState("SequenceSession.reset", this.#sequence.cells, state, batchSize);
    }
    const initial = state && toNumbers(state);
    this.#stepper?.dispose();
    this.#stepper = undefined;
    this.#initial = initial;
  }

  /** Frees the state; the sequence itself stays. */
  dispose(): void {
    this.#stepper?.dispose();
    this.#stepper = undefined;
    this.#initial = undefined;
    this.#disposed = true;
  }

  /** How many rows the state has; undefined while it has none. */
  get #batchSize(): number | undefined {
    if (this.#stepper) return this.#stepper.batchSize;
    const { h } = this.#initial?.[0] ?? {};
    return h && h.length / (this.#sequence.cells[0] as Cell<S>).stateSizes.h;
  }

  #forTensors(): KernelStepper | TensorStepper<S> {
    const current = this.#stepper;
    if (current instanceof KernelStepper && current.canGoOn) return current;
    const { cells } = this.#sequence;
    const kernels = this.#sequence.kernels();
    if (!kernels && current instanceof TensorStepper) return current;
    return this.#goOver((read) =>
      kernels
        ? new KernelStepper(cells, kernels, read())
        : new TensorStepper(cells, this.#sequence, read()),
    );
  }

  /** Undefined where the backend in use has no stream for these cells. */
  #forNumbers(batchSize: number): NumberStepper | undefined {
    const current = this.#stepper;
    if (current instanceof NumberStepper && current.canGoOn) return current;
    const kernels = this.#sequence.kernels();
    return kernels && this.#goOver((read) => NumberStepper.open(kernels, batchSize, read));
  }

  /** Takes the state over to another stepper, if one is made; the one before stays until then. */
  #goOver<T extends Stepper | undefined>(make: (read: () => NumberState | undefined) => T): T {
    const old = this.#stepper;
    const next = make(() => (old ? old.read() : this.#initial));
    if (next) {
      old?.dispose();
      this.#stepper = next;
      this.#initial = undefined;
    }
    return next;
  }

  #requireAlive(method: string): void {
    if (this.#disposed) {
      throw new UnrollError(
        `SequenceSession.${method}: the session must not be disposed, got a disposed one. Start another with session().`,
      );
    }
  }
}
