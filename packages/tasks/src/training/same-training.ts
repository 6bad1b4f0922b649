import {
  CheckpointError,
  describeDifference,
  differences,
  MODEL_CONFIG,
  readOptionalJson,
  type Storage,
  writeJson,
} from "@unroll/core";
import { modelConfigSchema } from "../files/model-config.ts";
import type { ModelConfig, Task, TaskTypes } from "../task.ts";

/** What may be another, on purpose, when a training goes on: this now, after that. */
const mayChange = new Map<string, (now: unknown, before: unknown) => boolean>([
  ["training.recipe.epochs", (now, before) => Number(now) > Number(before)],
  ["training.recipe.patience", () => true],
  ["training.recipe.learningRate", () => true],
]);

/**
 * Writes config.json and the task's files when a training starts. When it goes on, requires that it
 * is the same training: the same config, recipe and seed, but for more epochs, another patience or
 * learning rate.
 *
 * @throws {CheckpointError} that names what differs
 */
export async function requireSameTraining<T extends TaskTypes>(
  task: Task<T>,
  storage: Storage,
  { config, parts }: { config: ModelConfig<T>; parts: T["parts"] },
  resume: boolean,
): Promise<void> {
  const saved = resume && (await readOptionalJson(storage, MODEL_CONFIG, modelConfigSchema(task)));
  if (!saved) {
    await writeJson(storage, MODEL_CONFIG, config);
    await task.parts.save(parts, storage);
    return;
  }
  const difference = differences(config, saved).find(
    ({ path, expected, actual }) => !mayChange.get(path)?.(expected, actual),
  );
  if (difference) {
    throw new CheckpointError(
      `${storage.describe(MODEL_CONFIG)}: ${describeDifference(difference)}. ` +
        "Resume with the data and options it was started with, or train into another place.",
    );
  }
}
