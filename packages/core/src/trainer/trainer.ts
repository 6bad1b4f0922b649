import mitt, { type Emitter } from "mitt";
import { ConfigError, UnrollError } from "../errors.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import { requireStorage } from "../storage/require-storage.ts";
import { requireBatches } from "./epoch-plan.ts";
import { type MeanLossOptions, meanLoss } from "./mean-loss.ts";
import { requireTrainerOptions } from "./require-trainer-options.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";
import type { TrainingEvents } from "./training-events.ts";
import { type TrainingResult, TrainingRun } from "./training-run.ts";
import { TrainingState } from "./training-state.ts";

/**
 * Trains a model: batches by length or in order, clipping, schedules, evaluation, early stopping,
 * checkpoints. It emits typed events and prints nothing. The same seed gives the same bits, also across a
 * stop and a resume.
 *
 * @example
 * declare const data: Dataset<{ x: Tensor3D; y: Tensor1D }>;
 *
 * const rng = Rng.fromSeed(42);
 * const rnn = gru({ inputSize: 4, hiddenSize: 16, rng });
 * const head = new Dense({ inputSize: 16, outputSize: 2, rng });
 * const trainer = new Trainer<{ x: Tensor3D; y: Tensor1D }>({
 *   model: new Model({ rnn, head }),
 *   loss: ({ x, y }, context) => crossEntropy(head.forward(rnn.last(x, { context })), y),
 *   optimizer: adam({ learningRate: 0.01 }),
 *   clip: { globalNorm: 1 },
 *   seed: 42,
 * });
 * trainer.on("epoch", ({ epoch, loss }) => console.log(epoch, loss));
 * await trainer.fit({ data, epochs: 10, batchSize: 32 });
 * trainer.dispose();
 */
export class Trainer<Batch, State = unknown> {
  readonly #options: TrainerOptions<Batch, State>;
  readonly #events: Emitter<TrainingEvents> = mitt();
  #state: TrainingState<Batch, State> | undefined;
  /** The epoch that the calls of `fit` so far were to end with. */
  #lastEpoch = 0;
  #running = false;
  #disposed = false;

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: TrainerOptions<Batch, State>) {
    requireTrainerOptions(options);
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
   * Another call goes on: with the parameters as trained (not the best or averaged ones), the optimizer's
   * memory, the count of steps and epochs, the history and the best evaluation. Two calls of 5 epochs are
   * one of 10. What a schedule makes of its total is the exception: the second call tells it of more steps
   * than the first. Parameters that were changed in between (loaded, say) are taken as they are. After an
   * early stop patience starts anew.
   *
   * @throws {NumericError} when a loss or gradient is not finite; it names the layer and the step
   * @throws {CheckpointError} when a checkpoint does not fit or cannot be written
   * @throws {DataError} when a batch holds a disposed tensor
   */
  async fit(options: FitOptions<Batch>): Promise<TrainingResult> {
    if (this.#disposed) {
      throw new UnrollError(
        "Trainer.fit: the trainer must not be disposed, got a disposed one. Make another, and resume from a checkpoint.",
      );
    }
    this.#requireIdle("fit");
    requireOptions("Trainer.fit", options, "{ data, epochs: 10, batchSize: 32 }");
    requireSize(
      "Trainer.fit",
      "epochs",
      options.epochs,
      "Pass how often to go through the data, such as 10",
    );
    requireBatches("Trainer.fit", options.data, options.batchSize);
    if (options.checkpoint) requireStorage("Trainer.fit: checkpoint", options.checkpoint.storage);
    if (options.earlyStopping && !options.evaluate) {
      throw new ConfigError(
        "Trainer.fit: evaluate must be given together with earlyStopping, got none. Pass a function that returns metrics.",
      );
    }
    this.#running = true;
    try {
      this.#state ??= new TrainingState(this.#options);
      this.#state.begin(options);
      // What a call was stopped before is not owed; what a resume found done beyond it counts for the next.
      const reached = Math.min(this.#lastEpoch, this.#state.progress.epoch);
      this.#lastEpoch = reached + options.epochs;
      const run = new TrainingRun(
        this.#options,
        options,
        this.#state,
        this.#lastEpoch,
        (type, event) => this.#events.emit(type, event),
      );
      return await run.run();
    } finally {
      this.#running = false;
    }
  }

  /**
   * The mean loss over other data with the model as it is now: nothing drops out, nothing is updated. Ordered
   * data hand their state on as in training.
   *
   * @throws what the signal gives as its reason, when it is aborted
   * @example
   * declare const trainer: Trainer<{ x: Tensor3D; y: Tensor1D }>;
   * declare const train: Dataset<{ x: Tensor3D; y: Tensor1D }>;
   * declare const dev: typeof train;
   *
   * await trainer.fit({
   *   data: train,
   *   epochs: 10,
   *   batchSize: 32,
   *   evaluate: async (how) => ({
   *     loss: await trainer.meanLoss({ data: dev, batchSize: 32, ...how }),
   *   }),
   *   earlyStopping: { metric: "loss", mode: "min", patience: 3 },
   * });
   */
  async meanLoss(options: MeanLossOptions<Batch>): Promise<number> {
    requireOptions("Trainer.meanLoss", options, "{ data, batchSize: 32 }");
    requireBatches("Trainer.meanLoss", options.data, options.batchSize);
    return meanLoss(this.#options.loss, options);
  }

  /**
   * Frees what it keeps to go on: the optimizer's memory, averages, a carried state. The model stays.
   * @throws {ConfigError} while `fit` runs
   */
  dispose(): void {
    this.#requireIdle("dispose");
    this.#state?.dispose();
    this.#state = undefined;
    this.#disposed = true;
  }

  #requireIdle(method: string): void {
    if (this.#running) {
      throw new ConfigError(
        `Trainer.${method}: fit must have ended, got one that runs. Abort its signal and await it first.`,
      );
    }
  }
}
