import type { Variable } from "@tensorflow/tfjs-core";
import type { Model } from "../module/model.ts";
import { Optimizer } from "../optimizers/optimizer.ts";
import type { Storage } from "../storage/storage.ts";
import { disposeState } from "./carried-state.ts";
import { type CheckpointState, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { isSameMeasure } from "./early-stopping.ts";
import { HeldValues } from "./held-values.ts";
import { type Progress, startProgress } from "./progress.ts";
import { restoreSnapshot, type Snapshot, takeSnapshot } from "./snapshot.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";
import type { TrainingSettings } from "./training-settings.ts";
import { WeightAveraging } from "./weight-averaging.ts";

/** All that a training goes on with: what a checkpoint holds, and what a Trainer keeps between two calls of `fit`. */
export class TrainingState<Batch, State> {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly averaging: WeightAveraging | undefined;
  progress: Progress = startProgress();
  /** What the loss returned for the next batch. */
  carried: State | undefined;
  #best: Snapshot | undefined;
  /** What `fit` was called with last. */
  #fit: FitOptions<Batch> | undefined;
  /** The parameters as trained, while the model holds the best or the averaged ones. */
  #trained: { values: HeldValues; leftWith: Map<Variable, object> } | undefined;

  constructor({ model, optimizer, averaging }: TrainerOptions<Batch, State>) {
    this.model = model;
    this.optimizer = new Optimizer(optimizer, model.parameters);
    this.averaging = averaging && new WeightAveraging(averaging.decay, model.parameters);
  }

  /**
   * Makes ready for another call of `fit`. The model gets back the parameters it was trained to, except
   * those that somebody has changed since; the optimizer and the averages follow what is frozen now.
   */
  begin(fit: FitOptions<Batch>): void {
    const { values, leftWith } = this.#trained ?? {};
    values?.restore((variable) => variable.dataId === leftWith?.get(variable));
    this.#forgetTrained();
    this.optimizer.followFreezing();
    this.averaging?.followFreezing();

    const { progress } = this;
    // Who goes on after an early stop wants another try.
    if (progress.ended === "stoppedEarly") progress.sinceBest = 0;
    progress.ended = null;
    if (!isSameMeasure(fit.earlyStopping, this.#fit?.earlyStopping)) {
      this.#best = undefined;
      Object.assign(progress, { best: null, sinceBest: 0 });
    }
    if (fit.data !== this.#fit?.data || fit.batchSize !== this.#fit.batchSize) {
      // A running epoch of other batches cannot be gone on with: it starts over.
      Object.assign(progress, { batch: 0, lossSum: 0 });
      disposeState(this.carried);
      this.carried = undefined;
    }
    this.#fit = fit;
  }

  /** Leaves the model with the best parameters where there are any, else with the averaged ones. */
  end(): void {
    if (this.#best === undefined && this.averaging === undefined) return;
    const variables = Object.values(this.model.parameters);
    const values = new HeldValues(variables);
    if (this.#best !== undefined) restoreSnapshot(this.model.parameters, this.#best);
    else this.averaging?.assign();
    const leftWith = new Map(variables.map((variable) => [variable, variable.dataId]));
    this.#trained = { values, leftWith };
  }

  /** Runs `f` while the model holds the averaged parameters. */
  async withAverages<T>(f: () => Promise<T>): Promise<T> {
    if (this.averaging === undefined) return f();
    const own = new HeldValues(Object.values(this.model.parameters));
    try {
      this.averaging.assign();
      return await f();
    } finally {
      own.restore();
      own.dispose();
    }
  }

  /** Keeps the parameters that the model holds now as the best. */
  async keepBest(best: { step: number; value: number }): Promise<void> {
    this.#best = await takeSnapshot(this.model.parameters);
    this.progress.best = best;
  }

  /** Reads the checkpoint where there is one. */
  async read(storage: Storage, settings: TrainingSettings, batches: number): Promise<boolean> {
    const read = await readCheckpoint(storage, this.#groups, settings, batches);
    if (read === undefined) return false;
    this.progress = read.progress;
    this.#best = read.best;
    disposeState(this.carried);
    // Whatever the loss of this training returned, as the settings are the same.
    this.carried = read.carried as State | undefined;
    this.optimizer.goOn(read.progress.step, read.progress.unfrozenAt);
    return true;
  }

  async write(storage: Storage, settings: TrainingSettings): Promise<void> {
    this.progress.unfrozenAt = this.optimizer.unfrozenAt;
    const { progress, carried } = this;
    await writeCheckpoint(storage, {
      progress,
      settings,
      groups: this.#groups,
      best: this.#best,
      carried,
    });
  }

  dispose(): void {
    this.optimizer.dispose();
    this.averaging?.dispose();
    disposeState(this.carried);
    this.#forgetTrained();
  }

  get #groups(): CheckpointState["groups"] {
    return {
      model: this.model.parameters,
      optimizer: this.optimizer.state,
      ...(this.averaging && { average: this.averaging.averages }),
    };
  }

  #forgetTrained(): void {
    this.#trained?.values.dispose();
    this.#trained = undefined;
  }
}
