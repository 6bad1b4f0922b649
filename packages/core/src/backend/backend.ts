import type { KernelBackend } from "@tensorflow/tfjs-core";
import type { StreamCell } from "../kernels/cell-kernels.ts";
import type { Kernel } from "../kernels/define-kernel.ts";
import type { NumberState, NumberStream } from "./number-stream.ts";

/**
 * A backend: a tfjs backend and the kernels that make recurrent networks fast on it.
 * A package exports a factory that makes one, and {@link useBackend} takes it.
 */
export interface Backend {
  /** The tfjs backend's name, without underscores, such as "cpu". */
  readonly name: string;
  /** The kernels this backend brings. What is missing is composed of tfjs ops. */
  readonly kernels: readonly Kernel[];
  /**
   * Loads and registers the tfjs backend.
   * @throws {BackendError} when it cannot run here; the message names a backend that can
   */
  start(): Promise<void>;
  /**
   * Prepares the tfjs backend, once it runs, for the kernels. It may be called again.
   * @throws {BackendError} when the kernels cannot run here; the backend in use then stays
   */
  attach?(backend: KernelBackend): Promise<void>;
  /**
   * Opens a stream through these cells, for single steps that are shorter than making a tensor.
   * Undefined when there is none for them; kernels take the steps then.
   *
   * @param state  what to start from; undefined for zeros
   */
  openStream?(
    cells: readonly StreamCell[],
    batchSize: number,
    state: NumberState | undefined,
  ): NumberStream | undefined;
}
