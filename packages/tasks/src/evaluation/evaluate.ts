import { ConfigError, DataError } from "@unroll/core";
import type { WorkOptions } from "../inference/in-batches.ts";
import { Pipeline } from "../pipeline.ts";
import type { Task, TaskTypes } from "../task.ts";
import type { Judgement } from "./judgement.ts";

/**
 * Judges a pipeline by examples whose answer is known.
 *
 * @throws {DataError} when there are no examples, or one is none for this model
 */
export async function evaluate<T extends TaskTypes>(
  pipeline: T["pipeline"] & Pipeline<T>,
  examples: readonly T["example"][],
  options: WorkOptions = {},
): Promise<Judgement<T["figure"]>> {
  if (pipeline instanceof Pipeline) return judge(pipeline.task, pipeline, examples, options);
  throw new ConfigError(
    `evaluate: the pipeline must be one of a task, got ${typeof pipeline}. Await pipeline(...) or train(...) first.`,
  );
}

/** The same where the task is at hand. */
export async function judge<T extends TaskTypes>(
  task: Task<T>,
  pipeline: T["pipeline"],
  examples: readonly T["example"][],
  options: WorkOptions,
): Promise<Judgement<T["figure"]>> {
  if (!Array.isArray(examples)) {
    throw new DataError(
      `evaluate: the ${task.examples} must be an array, got ${typeof examples}. Pass what the model is to be judged by.`,
    );
  }
  if (examples.length > 0) return task.evaluate(pipeline, examples, options);
  throw new DataError(
    `evaluate: there must be at least one of the ${task.examples}, got none. Pass what the model is to be judged by.`,
  );
}
