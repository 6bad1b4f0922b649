import {
  Rng,
  requireOptions,
  type Storage,
  Trainer,
  type TrainingEvents,
  type TrainingResult,
} from "@unroll/core";
import { judge } from "../evaluation/evaluate.ts";
import type { Figure } from "../evaluation/judgement.ts";
import { resolveTask, type TaskName, type TypesOf } from "../registry.ts";
import type { ModelConfig, Task, TaskTypes } from "../task.ts";
import { completeRecipe, optimizerOf, scheduleOf } from "./recipe.ts";
import { requireSameTraining } from "./same-training.ts";

export interface TrainOptions<T extends TaskTypes> {
  data: T["data"];
  /** What differs from the default recipe. */
  recipe?: Partial<T["recipe"]> | undefined;
  /** Determines the result, to the bit. Default 0. */
  seed?: number | undefined;
  /** Where checkpoints go, and with them config.json and the task's files. Default: nowhere. */
  storage?: Storage | undefined;
  /** Steps between checkpoints; there is one at each evaluation too. Default 200. */
  checkpointEvery?: number | undefined;
  /** Goes on from the checkpoint in `storage`; where there is none, starts. Default false. */
  resume?: boolean | undefined;
  /** Stops after the running step, with a checkpoint. */
  signal?: AbortSignal | undefined;
  /** Listeners for the trainer's events. */
  on?: TrainingListeners | undefined;
}

export type TrainingListeners = {
  [Type in keyof TrainingEvents]?: (event: TrainingEvents[Type]) => void;
};

export interface Trained<T extends TaskTypes> {
  /** The caller disposes it. */
  pipeline: T["pipeline"];
  /** How training went. */
  result: TrainingResult;
  /** What judged the model while it trained. */
  dev: readonly T["example"][];
}

/**
 * Trains a model for a task, which is given by name or as it is. The same data, recipe and seed give the
 * same bits, also across a stop and a resume. Kept are the weights that judged the dev examples best, by the
 * task's first figure.
 *
 * @throws {ConfigError} when the recipe makes no sense
 * @throws {DataError} when the data do not fit together
 * @throws {CheckpointError} when a checkpoint is of another training
 */
export async function train<Which extends TaskName | Task>(
  task: Which,
  options: TrainOptions<TypesOf<Which>>,
): Promise<Trained<TypesOf<Which>>> {
  const found = await resolveTask("train", task);
  return trainTask(found, requireOptions("train", options, "{ data, seed: 42 }"));
}

async function trainTask<T extends TaskTypes>(
  task: Task<T>,
  options: TrainOptions<T>,
): Promise<Trained<T>> {
  const { seed = 0, storage, resume = false, signal } = options;
  const recipe = completeRecipe<T["recipe"]>(task.recipe, options.recipe ?? {});
  const rng = Rng.fromSeed(seed).fold(task.name);
  const { config: own, parts, train, dev } = await task.prepare(options.data, { recipe, rng });
  const config: ModelConfig<T> = {
    format: "unroll",
    version: 1,
    task: task.name,
    ...own,
    training: { seed, examples: train.size, recipe },
  };
  if (storage) await requireSameTraining(task, storage, { config, parts }, resume);

  const model = task.model(config, { rng: rng.fold("model"), recipe });
  const pipeline = task.pipeline({ task, config, parts, model });
  const trainer = new Trainer<T["batch"]>({
    model,
    loss: (batch, context) => task.loss(model, batch, recipe, context),
    optimizer: optimizerOf(recipe),
    schedule: scheduleOf(recipe),
    clip: { globalNorm: recipe.clipNorm },
    averaging: recipe.averaging > 0 ? { decay: recipe.averaging } : undefined,
    seed,
  });
  listen(trainer, options.on);
  try {
    const stepsPerEpoch = Math.ceil(train.size / recipe.batchSize);
    const [[metric, { better }]] = Object.entries<Figure>(task.figures) as [[string, Figure]];
    const result = await trainer.fit({
      data: train,
      epochs: recipe.epochs,
      batchSize: recipe.batchSize,
      evaluate: async ({ signal }) => (await judge(task, pipeline, dev, { signal })).figures,
      evaluateEvery: Math.ceil(stepsPerEpoch / recipe.evaluationsPerEpoch),
      earlyStopping: {
        metric,
        mode: better === "higher" ? "max" : "min",
        patience: recipe.patience ?? undefined,
      },
      checkpoint: storage && { storage, every: options.checkpointEvery ?? 200 },
      resume,
      signal,
    });
    return { pipeline, result, dev };
  } catch (error) {
    pipeline.dispose();
    throw error;
  } finally {
    trainer.dispose();
  }
}

function listen<Batch>(trainer: Trainer<Batch>, on: TrainingListeners = {}): void {
  for (const type of Object.keys(on) as (keyof TrainingEvents)[]) {
    // The key names the event, so the listener takes it; TypeScript cannot pair them in a loop.
    trainer.on(type, on[type] as (event: TrainingEvents[typeof type]) => void);
  }
}
