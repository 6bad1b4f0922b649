import { Tensor } from "@tensorflow/tfjs-core";
import { ConfigError } from "../errors.ts";
import { Context } from "../module/context.ts";
import { Rng } from "../random/rng.ts";
import { describeValue } from "../storage/describe-value.ts";
import { Batches } from "./batches.ts";
import { carry, disposeState } from "./carried-state.ts";
import { CHECKPOINT_FILE } from "./checkpoint.ts";
import { isBetter, metricValue } from "./early-stopping.ts";
import { batchesOf, type EpochPlan, isOrdered, makePlan } from "./epoch-plan.ts";
import { EventLoopTurns } from "./event-loop.ts";
import { StepInFlight } from "./train-step.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";
import type { Metrics, TrainingEvents } from "./training-events.ts";
import { settingsOf, type TrainingSettings } from "./training-settings.ts";
import type { TrainingState } from "./training-state.ts";

export interface TrainingResult {
  reason: "completed" | "stoppedEarly" | "aborted";
  /** Updates done, those before a resume and of earlier calls of `fit` included. */
  steps: number;
  /** Every evaluation, likewise. */
  history: readonly { step: number; epoch: number; metrics: Metrics }[];
  /** The best evaluation; undefined without early stopping. */
  best: { step: number; value: number } | undefined;
}

export type Emit = <Type extends keyof TrainingEvents>(
  type: Type,
  event: TrainingEvents[Type],
) => void;

/** So many steps may be under way whose figures have not come: enough to keep a GPU busy. */
const STEPS_AHEAD = 2;

/** The epoch that is running. */
interface RunningEpoch<Batch> {
  plan: EpochPlan<Batch>;
  batches: Batches<Batch>;
  totalSteps: number;
}

/** A step whose figures have not been told yet. */
interface Flight<Batch, State> {
  step: StepInFlight;
  batch: Batch;
  /** The state carried before it. */
  before: State | undefined;
  learningRate: number;
  started: number;
}

/** One call of `Trainer.fit`: it takes a training some epochs further. */
export class TrainingRun<Batch, State> {
  readonly #trainer: TrainerOptions<Batch, State>;
  readonly #fit: FitOptions<Batch>;
  readonly #state: TrainingState<Batch, State>;
  readonly #lastEpoch: number;
  readonly #emit: Emit;
  readonly #rng: Rng;
  readonly #settings: TrainingSettings;
  readonly #flights: Flight<Batch, State>[] = [];
  #epoch: RunningEpoch<Batch> | undefined;
  /** Whether something has changed since the last checkpoint. */
  #changed = false;

  /** @param lastEpoch  the epoch it ends with, counted from the start of the training */
  constructor(
    trainer: TrainerOptions<Batch, State>,
    fit: FitOptions<Batch>,
    state: TrainingState<Batch, State>,
    lastEpoch: number,
    emit: Emit,
  ) {
    this.#trainer = trainer;
    this.#fit = fit;
    this.#state = state;
    this.#lastEpoch = lastEpoch;
    this.#emit = emit;
    this.#rng = Rng.fromSeed(trainer.seed);
    this.#settings = settingsOf(trainer, fit);
  }

  async run(): Promise<TrainingResult> {
    try {
      if (this.#fit.resume) await this.#resume();
      await this.#advance();
      while (this.#flights.length > 0) await this.#land();
    } finally {
      await this.#takeBack();
      await this.#epoch?.batches.dispose();
    }
    if (this.#changed) await this.#write();
    this.#state.end();
    const { ended, step, history, best } = this.#state.progress;
    const reason = ended ?? "aborted";
    return { reason, steps: step, history: [...history], best: best ?? undefined };
  }

  async #advance(): Promise<void> {
    const { progress } = this.#state;
    const turns = new EventLoopTurns();
    this.#endIfDone();
    while (progress.ended === null && !this.#fit.signal?.aborted) {
      if (progress.evaluationDue) {
        await this.#evaluate();
      } else {
        await turns.turn();
        await this.#step();
      }
      this.#endIfDone();
      if (this.#checkpointDue()) await this.#write();
    }
  }

  #startEpoch(): RunningEpoch<Batch> {
    const { data, batchSize, prefetch = true } = this.#fit;
    const { epoch, step, batch } = this.#state.progress;
    const firstStep = step - batch;
    const plan = makePlan(data, batchSize, this.#rng.fold("epoch").fold(epoch));
    const rngOf = (index: number) =>
      this.#rng
        .fold("step")
        .fold(firstStep + index)
        .fold("batch");
    return {
      plan,
      batches: new Batches(data, plan, rngOf, prefetch),
      totalSteps: firstStep + plan.batches * (this.#lastEpoch - epoch),
    };
  }

  /** Sends off one update, and lands those whose figures are there, or needed by what comes next. */
  async #step(): Promise<void> {
    this.#epoch ??= this.#startEpoch();
    const { batch, step } = this.#state.progress;
    const index = batch + this.#flights.length;
    const pauses =
      index + 1 === this.#epoch.plan.batches || this.#pausesAfter(step + this.#flights.length + 1);
    this.#flights.push(await this.#start(index, this.#epoch));
    const ahead = pauses ? 0 : STEPS_AHEAD;
    while (this.#flights.length > ahead || this.#flights[0]?.step.arrived) await this.#land();
  }

  /** Whether an evaluation or a checkpoint falls on a step. */
  #pausesAfter(step: number): boolean {
    const { evaluate, evaluateEvery, checkpoint } = this.#fit;
    return [evaluate && evaluateEvery, checkpoint?.every].some(
      (every) => every !== undefined && step % every === 0,
    );
  }

  async #start(index: number, epoch: RunningEpoch<Batch>): Promise<Flight<Batch, State>> {
    const { model, optimizer, schedule, clip } = this.#trainer;
    const state = this.#state;
    const started = performance.now();
    const done = state.progress.step + this.#flights.length;
    const learningRate = optimizer.learningRate * (schedule?.factor(done, epoch.totalSteps) ?? 1);
    const batch = await epoch.batches.take(index);
    const before = state.carried;
    const given = epoch.plan.continues(index) ? before : undefined;
    let carried: { state: State } | undefined;
    const loss = () => {
      // A fresh stream each time: the loss may be computed once more to find a bad layer.
      const rng = this.#rng.fold("step").fold(done).fold("loss");
      const result = this.#trainer.loss(batch, Context.training(rng), given);
      if (result instanceof Tensor) return result;
      this.#requireState(result);
      carried ??= { state: carry(result.state) };
      return result.loss;
    };
    try {
      const { averaging } = state;
      const options = { model, optimizer: state.optimizer, loss, clip, learningRate, averaging };
      const step = await StepInFlight.start(options);
      state.carried = carried?.state;
      return { step, batch, before, learningRate, started };
    } catch (error) {
      disposeState(carried);
      epoch.batches.release(batch);
      throw error;
    }
  }

  /** Tells of the step that was sent off first, when its figures are there. */
  async #land(): Promise<void> {
    const [{ step: inFlight, batch, before, learningRate, started }] = this.#flights as [
      Flight<Batch, State>,
    ];
    const { plan, batches, totalSteps } = this.#epoch as RunningEpoch<Batch>;
    const { progress } = this.#state;
    const figures = await inFlight.finish();
    const milliseconds = performance.now() - started;
    this.#flights.shift();
    await inFlight.dispose();
    disposeState(before);
    batches.release(batch);

    const examples = plan.examplesIn(progress.batch);
    progress.step++;
    progress.batch++;
    progress.lossSum += figures.loss * examples;
    this.#changed = true;
    const { step } = progress;
    const epoch = progress.epoch + 1;
    const epochEnds = progress.batch === plan.batches;
    const meanLoss = progress.lossSum / plan.examples;
    if (epochEnds) {
      await batches.dispose();
      this.#epoch = undefined;
      Object.assign(progress, { epoch, batch: 0, lossSum: 0 });
    }
    progress.evaluationDue = this.#evaluationFalls(epochEnds);
    const place = { step, totalSteps, epoch };
    this.#emit("step", { ...figures, ...place, learningRate, examples, milliseconds });
    if (epochEnds) this.#emit("epoch", { epoch, step, loss: meanLoss });
  }

  /** Takes back the steps that were sent off and never landed. */
  async #takeBack(): Promise<void> {
    const [oldest, ...later] = this.#flights.splice(0);
    if (oldest === undefined) return;
    oldest.step.undo();
    disposeState([this.#state.carried, ...later.map(({ before }) => before)]);
    this.#state.carried = oldest.before;
    for (const { step, batch } of [oldest, ...later]) {
      await step.dispose();
      this.#epoch?.batches.release(batch);
    }
  }

  #evaluationFalls(epochEnds: boolean): boolean {
    const { evaluate, evaluateEvery } = this.#fit;
    const { step, epoch } = this.#state.progress;
    if (evaluate === undefined) return false;
    return evaluateEvery === undefined
      ? epochEnds
      : step % evaluateEvery === 0 || epoch >= this.#lastEpoch;
  }

  /** Evaluates. When the signal stops it, the evaluation stays due. */
  async #evaluate(): Promise<void> {
    const { evaluate = () => ({}), earlyStopping, signal } = this.#fit;
    const { progress } = this.#state;
    const { step, epoch } = progress;
    let best: boolean | undefined;
    let metrics: Metrics;
    try {
      metrics = await this.#state.withAverages(async () => {
        const figures = await evaluate({ signal });
        if (earlyStopping) {
          const value = metricValue(earlyStopping, figures);
          best = progress.best === null || isBetter(earlyStopping, value, progress.best.value);
          if (best) await this.#state.keepBest({ step, value });
        }
        return figures;
      });
    } catch (error) {
      if (signal?.aborted && isAbort(error, signal)) return;
      throw error;
    }
    progress.evaluationDue = false;
    progress.history.push({ step, epoch, metrics });
    if (earlyStopping) progress.sinceBest = best ? 0 : progress.sinceBest + 1;
    if (progress.sinceBest >= this.#patience) progress.ended = "stoppedEarly";
    this.#changed = true;
    this.#emit("evaluation", { step, epoch, metrics, best });
  }

  get #patience(): number {
    return this.#fit.earlyStopping?.patience ?? Number.POSITIVE_INFINITY;
  }

  #endIfDone(): void {
    const { progress } = this.#state;
    if (!progress.evaluationDue && progress.epoch >= this.#lastEpoch)
      progress.ended ??= "completed";
  }

  #checkpointDue(): boolean {
    const { step, ended, history, evaluationDue } = this.#state.progress;
    const every = this.#fit.checkpoint?.every;
    const falls = every !== undefined && step % every === 0;
    return (
      this.#changed &&
      this.#flights.length === 0 &&
      !evaluationDue &&
      (ended !== null || history.at(-1)?.step === step || falls)
    );
  }

  async #resume(): Promise<void> {
    const storage = this.#fit.checkpoint?.storage;
    const batches = batchesOf(this.#fit.data, this.#fit.batchSize);
    if (!storage || !(await this.#state.read(storage, this.#settings, batches))) return;
    const { progress } = this.#state;
    // More epochs or more patience than it had.
    progress.ended = progress.sinceBest >= this.#patience ? "stoppedEarly" : null;
    this.#emit("resume", { step: progress.step, epoch: progress.epoch });
  }

  async #write(): Promise<void> {
    this.#changed = false;
    const storage = this.#fit.checkpoint?.storage;
    if (storage === undefined) return;
    await this.#state.write(storage, this.#settings);
    const file = storage.describe(CHECKPOINT_FILE);
    this.#emit("checkpoint", { step: this.#state.progress.step, file });
  }

  #requireState(result: unknown): void {
    if (!((result as { loss?: unknown } | undefined)?.loss instanceof Tensor)) {
      throw new ConfigError(
        `Trainer.fit: the loss must be a tensor, or { loss, state } with ordered data, got ${describeValue(result)}. ` +
          "Return what crossEntropy(...) or tfjs' ops give; read no number from it.",
      );
    }
    if (isOrdered(this.#fit.data)) return;
    throw new ConfigError(
      "Trainer.fit: data must be ordered when the loss returns a state, got examples in random order. " +
        "Pass an OrderedDataset, such as tokenStreams(...), or return the loss alone.",
    );
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === "AbortError");
}
