import {
  ConfigError,
  type ModelSource,
  openModel,
  type Storage,
  type UrlStorageOptions,
} from "@unroll/core";
import { SENTIMENT_TASK } from "./sentiment/config.ts";
import { loadSentimentAnalysis } from "./sentiment/load.ts";
import type { SentimentAnalysis } from "./sentiment/sentiment-analysis.ts";

/** The pipelines by the name of their task, as Hugging Face has them. */
export interface Pipelines {
  [SENTIMENT_TASK]: SentimentAnalysis;
}

const loaders: { [Task in keyof Pipelines]: (model: Storage) => Promise<Pipelines[Task]> } = {
  [SENTIMENT_TASK]: loadSentimentAnalysis,
};

export interface PipelineOptions extends Pick<UrlStorageOptions, "signal" | "onProgress"> {
  /** Where the model's files are: what a model package exports, the address of a folder, or a storage. */
  model: ModelSource;
}

/**
 * Loads the pipeline of a task.
 *
 * @returns  the pipeline; the caller disposes it
 * @throws {ConfigError} when there is no such task
 * @throws {CheckpointError} when the model's files are absent, damaged or of another task
 */
export async function pipeline<Task extends keyof Pipelines>(
  task: Task,
  { model, ...options }: PipelineOptions,
): Promise<Pipelines[Task]> {
  if (!Object.hasOwn(loaders, task)) {
    throw new ConfigError(
      `pipeline: the task must be one of ${Object.keys(loaders).join(", ")}, got "${task}". Change its name.`,
    );
  }
  return loaders[task](openModel(model, options));
}
