import { engine, type KernelBackend } from "@tensorflow/tfjs-core";
import type { NumberState, NumberStream } from "../../backend/number-stream.ts";
import { startedBackend } from "../../backend/started-backends.ts";
import type { CellKernels, StreamCell } from "../../kernels/cell-kernels.ts";
import { mustSeeEveryOp } from "../kernel-steps.ts";
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
  static open(
    stack: readonly CellKernels[],
    batchSize: number,
    read: () => NumberState | undefined,
  ): NumberStepper | undefined {
    const backend = startedBackend();
    if (!backend?.openStream) return undefined;
    const state = read();
    // `bindKernels` has checked weights and attributes against the kernel's contract.
    const stream = backend.openStream(stack as readonly StreamCell[], batchSize, state);
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
