import { clone, dispose, engine, type Tensor2D, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { Cell, CellState } from "../cells/cell.ts";
import { ShapeError, UnrollError } from "../errors.ts";
import { requireState, requireStep } from "./check-input.ts";
import { fusedSteps } from "./fused/fused-steps.ts";
import { type StateValues, Stream } from "./stream.ts";
import { mapState } from "./unrolled.ts";

/** What a session steps through: a `Sequence` that runs forward. */
interface Steps<S extends CellState> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly cells: readonly Cell<S>[];
  /** Whether kernels may be used. */
  readonly mayUseKernels: boolean;
  step(x: Tensor2D, state?: readonly S[]): { y: Tensor2D; state: S[] };
}

/**
 * A stream through a sequence: it keeps the state from step to step, and frees it.
 *
 * Where the backend has kernels for the cells, a step is one kernel call for each layer and nothing
 * else; with numbers in and out it makes no tensor at all.
 */
export class SequenceSession<S extends CellState> {
  readonly #sequence: Steps<S>;
  /** The state: in a stream where kernels can step it, else as tensors. */
  #stream: Stream<S> | undefined;
  #state: S[] | undefined;
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
  step(x: Tensor2D): Tensor2D {
    this.#requireAlive("step");
    const stream = this.#streamOrTensors();
    if (!stream) return this.#stepTensors(x);
    const { inputSize, outputSize } = this.#sequence;
    requireStep("SequenceSession.step", x.shape, x.dtype, inputSize, stream.batchSize);
    const { dataId } = stream.step(x);
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
    const stream = this.#streamOrTensors();
    return stream ? this.#feed(stream, x) : this.#feedTensors(x);
  }

  /** A copy of the state now, undefined before the first step; the caller disposes it. */
  state(): S[] | undefined {
    this.#requireAlive("state");
    if (!this.#stream) return this.#state && copyState(this.#state);
    return this.#stream.read()?.map(toTensors<S>);
  }

  /** Starts over, from zeros or from a copy of the given state. */
  reset(state?: readonly S[]): void {
    this.#requireAlive("reset");
    if (state) {
      const batchSize = state[0]?.h.shape[0] ?? 0;
      requireState("SequenceSession.reset", this.#sequence.cells, state, batchSize);
    }
    const next = state && copyState(state);
    this.#free();
    this.#state = next;
  }

  /** Frees the state; the sequence itself stays. */
  dispose(): void {
    this.#free();
    this.#disposed = true;
  }

  /** The stream, with the state so far; or undefined, the state being tensors, where kernels lack. */
  #streamOrTensors(): Stream<S> | undefined {
    const { cells, mayUseKernels } = this.#sequence;
    const fused = mayUseKernels ? fusedSteps(cells) : undefined;
    if (fused && !this.#stream) {
      this.#stream = new Stream(cells, fused);
      if (this.#state) this.#stream.write(this.#state.map(toValues));
      dispose(this.#state ?? []);
      this.#state = undefined;
    } else if (!fused && this.#stream) {
      const state = this.#stream.read()?.map(toTensors<S>);
      this.#stream.write(undefined);
      this.#stream = undefined;
      this.#state = state;
    }
    return this.#stream;
  }

  #feed(stream: Stream<S>, x: Float32Array): Float32Array {
    const shape = this.#shapeOf(x);
    requireStep("SequenceSession.stepArray", shape, "float32", shape[1], stream.batchSize);
    const { backend } = engine();
    const dataId = backend.write(x, shape, "float32");
    const y = stream.step({ dataId, shape, dtype: "float32" });
    const values = backend.readSync(y.dataId) as Float32Array;
    backend.disposeData(dataId);
    backend.disposeData(y.dataId);
    return values;
  }

  #feedTensors(x: Float32Array): Float32Array {
    const input = tensor2d(x, this.#shapeOf(x));
    const y = this.#stepTensors(input);
    const values = y.dataSync() as Float32Array;
    dispose([input, y]);
    return values;
  }

  #stepTensors(x: Tensor2D): Tensor2D {
    const { y, state } = this.#sequence.step(x, this.#state);
    dispose(this.#state ?? []);
    this.#state = state;
    return y;
  }

  #shapeOf(x: Float32Array): [number, number] {
    const { inputSize } = this.#sequence;
    const rows = x.length / inputSize;
    if (!Number.isInteger(rows)) {
      throw new ShapeError(
        `SequenceSession.stepArray: x must hold rows of ${inputSize} numbers, got ${x.length} numbers. Pass the features of one time step.`,
      );
    }
    return [rows, inputSize];
  }

  #free(): void {
    this.#stream?.write(undefined);
    this.#stream = undefined;
    dispose(this.#state ?? []);
    this.#state = undefined;
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

function toValues(state: CellState): StateValues[number] {
  const values: StateValues[number] = {};
  for (const [name, value] of Object.entries<Tensor2D>({ ...state })) {
    values[name] = { values: value.dataSync<"float32">().slice(), shape: value.shape };
  }
  return values;
}

function toTensors<S extends CellState>(values: StateValues[number]): S {
  return Object.fromEntries(
    Object.entries(values).map(([name, { values: numbers, shape }]) => [
      name,
      tensor2d(numbers, shape as [number, number]),
    ]),
  ) as unknown as S;
}
