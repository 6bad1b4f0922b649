import { clone, dispose, type TensorContainer } from "@tensorflow/tfjs-core";
import { Context } from "../module/context.ts";
import { Optimizer } from "../optimizers/optimizer.ts";
import { Rng } from "../random/rng.ts";
import {
  CHECKPOINT_FILE,
  type CheckpointState,
  readCheckpoint,
  type TrainingSettings,
  writeCheckpoint,
} from "./checkpoint.ts";
import { isBetter, metricValue } from "./early-stopping.ts";
import { EventLoopTurns } from "./event-loop.ts";
import { planEpoch } from "./plan-epoch.ts";
import { type Progress, startProgress } from "./progress.ts";
import { restoreSnapshot, type Snapshot, takeSnapshot } from "./snapshot.ts";
import { trainStep } from "./train-step.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";
import type { Metrics, TrainingEvents } from "./training-events.ts";
import { WeightAveraging } from "./weight-averaging.ts";

export interface TrainingResult {
  reason: "completed" | "stoppedEarly" | "aborted";
  /** Updates done, those before a resume included. */
  steps: number;
  history: readonly { step: number; epoch: number; metrics: Metrics }[];
  /** The best evaluation; undefined without early stopping. */
  best: { step: number; value: number } | undefined;
}

type Emit = <Type extends keyof TrainingEvents>(type: Type, event: TrainingEvents[Type]) => void;

/** One call of `Trainer.fit`: what it holds while it runs. */
export class TrainingRun<Batch> {
  readonly #trainer: TrainerOptions<Batch>;
  readonly #fit: FitOptions<Batch>;
  readonly #emit: Emit;
  readonly #optimizer: Optimizer;
  readonly #averaging: WeightAveraging | undefined;
  readonly #rng: Rng;
  readonly #settings: TrainingSettings;
  #progress: Progress = startProgress();
  #best: Snapshot | undefined;

  constructor(trainer: TrainerOptions<Batch>, fit: FitOptions<Batch>, emit: Emit) {
    const { model, optimizer, clip = null, averaging, schedule, seed } = trainer;
    this.#trainer = trainer;
    this.#fit = fit;
    this.#emit = emit;
    this.#optimizer = new Optimizer(optimizer, model.parameters);
    this.#averaging = averaging && new WeightAveraging(averaging.decay, model.parameters);
    this.#rng = Rng.fromSeed(seed);
    this.#settings = {
      seed,
      batchSize: fit.batchSize,
      examples: fit.data.size,
      optimizer: { name: optimizer.name, ...optimizer.config },
      clip,
      averaging: averaging ?? null,
      // A schedule stretches over all epochs; without one a training may be prolonged.
      epochs: schedule ? fit.epochs : null,
    };
  }

  async run(): Promise<TrainingResult> {
    if (this.#fit.resume) {
      await this.#resume();
    }
    const turns = new EventLoopTurns();
    let written = this.#progress.step;
    while (this.#progress.ended === null && !this.#fit.signal?.aborted) {
      const plan = this.#plan();
      while (this.#progress.ended === null && !this.#fit.signal?.aborted) {
        await turns.turn();
        const epochEnds = await this.#step(plan);
        if (this.#checkpointDue()) {
          await this.#write();
          written = this.#progress.step;
        }
        if (epochEnds) {
          break;
        }
      }
    }
    if (written !== this.#progress.step) {
      await this.#write();
    }
    await this.#keepBest();
    const { ended, step, history, best } = this.#progress;
    return { reason: ended ?? "aborted", steps: step, history, best: best ?? undefined };
  }

  dispose(): void {
    this.#optimizer.dispose();
    this.#averaging?.dispose();
  }

  #plan(): Uint32Array[] {
    const { data, batchSize } = this.#fit;
    const lengthOf = data.length?.bind(data);
    const rng = this.#rng.fold("epoch").fold(this.#progress.epoch);
    return planEpoch(data.size, batchSize, lengthOf, rng);
  }

  /** One update and what is due after it. Returns whether it was the last of its epoch. */
  async #step(plan: readonly Uint32Array[]): Promise<boolean> {
    const { model, optimizer, schedule, clip } = this.#trainer;
    const { epochs, data } = this.#fit;
    const progress = this.#progress;
    const started = performance.now();
    const totalSteps = plan.length * epochs;
    const learningRate = optimizer.learningRate * (schedule?.(progress.step, totalSteps) ?? 1);
    const indices = plan[progress.batch] as Uint32Array;
    const rng = this.#rng.fold("step").fold(progress.step);
    const batch = data.batch(indices, rng.fold("batch"));
    try {
      // A fresh stream each time: the loss may be computed once more to find a bad layer.
      const loss = () => this.#trainer.loss(batch, Context.training(rng.fold("loss")));
      const figures = await trainStep({
        model,
        optimizer: this.#optimizer,
        loss,
        clip,
        learningRate,
      });
      progress.step++;
      progress.batch++;
      progress.lossSum += figures.loss * indices.length;
      this.#averaging?.update(progress.step);
      const milliseconds = performance.now() - started;
      const { step, epoch } = progress;
      const examples = indices.length;
      this.#emit("step", {
        ...figures,
        step,
        totalSteps,
        epoch: epoch + 1,
        learningRate,
        examples,
        milliseconds,
      });
    } finally {
      dispose(batch as TensorContainer);
    }
    const epochEnds = progress.batch === plan.length;
    if (epochEnds) {
      progress.epoch++;
      const { epoch, step, lossSum } = progress;
      this.#emit("epoch", { epoch, step, loss: lossSum / data.size });
      progress.batch = 0;
      progress.lossSum = 0;
    }
    if (this.#evaluationDue(epochEnds)) {
      await this.#evaluate();
    }
    if (progress.epoch >= epochs) {
      progress.ended ??= "completed";
    }
    return epochEnds;
  }

  #evaluationDue(epochEnds: boolean): boolean {
    const { evaluateEvery, epochs } = this.#fit;
    return evaluateEvery === undefined
      ? epochEnds
      : this.#progress.step % evaluateEvery === 0 || this.#progress.epoch >= epochs;
  }

  #checkpointDue(): boolean {
    const { step, ended, history } = this.#progress;
    const every = this.#fit.checkpoint?.every;
    return (
      ended !== null || history.at(-1)?.step === step || (every !== undefined && step % every === 0)
    );
  }

  async #evaluate(): Promise<void> {
    const { evaluate, earlyStopping } = this.#fit;
    if (evaluate === undefined) {
      return;
    }
    const progress = this.#progress;
    const { step, epoch } = progress;
    const metrics = await this.#withAverages(async () => {
      const figures = await evaluate();
      if (earlyStopping !== undefined) {
        const value = metricValue(earlyStopping, figures);
        progress.sinceBest++;
        if (progress.best === null || isBetter(earlyStopping, value, progress.best.value)) {
          progress.best = { step, value };
          progress.sinceBest = 0;
          this.#best = await takeSnapshot(this.#trainer.model.parameters);
        }
      }
      return figures;
    });
    progress.history.push({ step, epoch, metrics });
    if (progress.sinceBest >= (earlyStopping?.patience ?? Number.POSITIVE_INFINITY)) {
      progress.ended = "stoppedEarly";
    }
    const best = earlyStopping && progress.sinceBest === 0;
    this.#emit("evaluation", { step, epoch, metrics, best });
  }

  /** Runs `f` while the model holds the averaged parameters. */
  async #withAverages<T>(f: () => Promise<T>): Promise<T> {
    if (this.#averaging === undefined) {
      return f();
    }
    const entries = Object.entries(this.#trainer.model.parameters);
    const own = entries.map(([, value]) => clone(value));
    try {
      this.#assignAverages();
      return await f();
    } finally {
      entries.forEach(([, value], i) => {
        value.assign(own[i] as (typeof own)[number]);
      });
      dispose(own);
    }
  }

  #assignAverages(): void {
    for (const [name, average] of Object.entries(this.#averaging?.averages ?? {})) {
      this.#trainer.model.parameters[name]?.assign(average);
    }
  }

  async #keepBest(): Promise<void> {
    if (this.#best !== undefined) {
      restoreSnapshot(this.#trainer.model.parameters, this.#best);
    } else {
      this.#assignAverages();
    }
  }

  get #groups(): CheckpointState["groups"] {
    return {
      model: this.#trainer.model.parameters,
      optimizer: this.#optimizer.state,
      ...(this.#averaging && { average: this.#averaging.averages }),
    };
  }

  async #resume(): Promise<void> {
    const storage = this.#fit.checkpoint?.storage;
    const state = storage && (await readCheckpoint(storage, this.#groups, this.#settings));
    if (state === undefined) {
      return;
    }
    this.#progress = state.progress;
    this.#best = state.best;
    this.#optimizer.step = state.progress.step;
    const { step, epoch } = state.progress;
    this.#emit("resume", { step, epoch });
    if (state.progress.ended === "completed" && epoch < this.#fit.epochs) {
      this.#progress.ended = null;
    }
  }

  async #write(): Promise<void> {
    const storage = this.#fit.checkpoint?.storage;
    if (storage === undefined) {
      return;
    }
    await writeCheckpoint(storage, {
      progress: this.#progress,
      settings: this.#settings,
      groups: this.#groups,
      best: this.#best,
    });
    this.#emit("checkpoint", {
      step: this.#progress.step,
      file: storage.describe(CHECKPOINT_FILE),
    });
  }
}
