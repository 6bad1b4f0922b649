import mitt, { type Emitter } from "mitt";
import { ConfigError } from "../errors.ts";
import { requireSize } from "../module/require-size.ts";
import { requireClipping } from "../optimizers/clip.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";
import type { TrainingEvents } from "./training-events.ts";
import { type TrainingResult, TrainingRun } from "./training-run.ts";

/**
 * Trains a model: batches by length, clipping, schedules, evaluation, early stopping, checkpoints.
 * It emits typed events and prints nothing. The same seed gives the same bits, also across a stop
 * and a resume.
 */
export class Trainer<Batch> {
  readonly #options: TrainerOptions<Batch>;
  readonly #events: Emitter<TrainingEvents> = mitt();

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: TrainerOptions<Batch>) {
    if (options.clip) {
      requireClipping(options.clip);
    }
    const decay = options.averaging?.decay ?? 0;
    if (!(decay >= 0 && decay < 1)) {
      throw new ConfigError(
        `Trainer: averaging.decay must be from 0 to below 1, got ${decay}. Pass such as 0.999.`,
      );
    }
    this.#options = options;
  }

  /** Listens to an event; the returned function ends it. */
  on<Type extends keyof TrainingEvents>(
    type: Type,
    listener: (event: TrainingEvents[Type]) => void,
  ): () => void {
    this.#events.on(type, listener);
    return () => this.#events.off(type, listener);
  }

  /**
   * Trains until the epochs are done, early stopping ends it or the signal is aborted. The model
   * then holds the parameters of the best evaluation (with early stopping), else their average
   * (with averaging), else the last.
   *
   * @throws {NumericError} when a loss or gradient is not finite; it names the layer and the step
   * @throws {CheckpointError} when a checkpoint does not fit or cannot be written
   */
  async fit(options: FitOptions<Batch>): Promise<TrainingResult> {
    requireSize("Trainer.fit", "epochs", options.epochs);
    requireSize("Trainer.fit", "batchSize", options.batchSize);
    requireSize("Trainer.fit", "data.size", options.data.size);
    if (options.earlyStopping && !options.evaluate) {
      throw new ConfigError(
        "Trainer.fit: evaluate must be given together with earlyStopping, got none. Pass a function that returns metrics.",
      );
    }
    const run = new TrainingRun(this.#options, options, (type, event) =>
      this.#events.emit(type, event),
    );
    try {
      return await run.run();
    } finally {
      run.dispose();
    }
  }
}
