import { DataError } from "@unroll/core";
import type { WorkOptions } from "../inference/in-batches.ts";
import type { Pipeline } from "../pipeline.ts";
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
  return judge(pipeline.task, pipeline, examples, options);
}

/** The same where the task is at hand. */
export async function judge<T extends TaskTypes>(
  task: Task<T>,
  pipeline: T["pipeline"],
  examples: readonly T["example"][],
  options: WorkOptions,
): Promise<Judgement<T["figure"]>> {
  if (examples.length > 0) return task.evaluate(pipeline, examples, options);
  throw new DataError(
    `evaluate: there must be at least one of the ${task.examples}, got none. Pass what the model is to be judged by.`,
  );
}
