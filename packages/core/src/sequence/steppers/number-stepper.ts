import { engine, type KernelBackend } from "@tensorflow/tfjs-core";
import type { NumberState, NumberStream } from "../../backend/number-stream.ts";
import { startedBackend } from "../../backend/started-backends.ts";
import type { Cell, CellState } from "../../cells/cell.ts";
import type { FusedSequence } from "../fused/fused-sequence.ts";
import { mustSeeEveryOp } from "../fused/fused-steps.ts";
import type { Stepper } from "./stepper.ts";

/** Steps with numbers in and out through a stream of the backend's own: no tensor is made at all. */
export class NumberStepper implements Stepper {
  readonly batchSize: number;
  readonly #stream: NumberStream;
  readonly #backend: KernelBackend = engine().backend;
  #stepped: boolean;

  private constructor(stream: NumberStream, batchSize: number, stepped: boolean) {
    this.#stream = stream;
    this.batchSize = batchSize;
    this.#stepped = stepped;
  }

  /**
   * Undefined where the backend in use has no stream for these cells.
   * @param read  gives the state to start from; called only where streams are offered
   */
  static open<S extends CellState>(
    cells: readonly Cell<S>[],
    fused: readonly FusedSequence<Cell<S>, S>[],
    batchSize: number,
    read: () => NumberState | undefined,
  ): NumberStepper | undefined {
    const backend = startedBackend();
    if (!backend?.openStream) return undefined;
    const streamed = cells.map((cell, place) =>
      (fused[place] as FusedSequence<Cell<S>, S>).streamCell(cell),
    );
    const state = read();
    const stream = backend.openStream(streamed, batchSize, state);
    return stream && new NumberStepper(stream, batchSize, state !== undefined);
  }

  get canGoOn(): boolean {
    return engine().backend === this.#backend && !mustSeeEveryOp();
  }

  /** x [batch, inputSize] -> y [batch, outputSize]. */
  step(x: Float32Array): Float32Array {
    this.#stepped = true;
    return this.#stream.step(x);
  }

  read(): NumberState | undefined {
    return this.#stepped ? this.#stream.read() : undefined;
  }

  dispose(): void {
    this.#stream.dispose();
  }
}
