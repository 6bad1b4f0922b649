import {
  loadStateDict,
  MODEL_CONFIG,
  MODEL_WEIGHTS,
  type ModelSource,
  openModel,
  parseSafetensors,
  readJson,
  requireOptions,
  type Storage,
  type UrlStorageOptions,
  withParameterLimit,
} from "@unroll/core";
import { resolveTask, type TaskName, type TypesOf } from "../registry.ts";
import type { Task, TaskTypes } from "../task.ts";
import { modelConfigSchema } from "./model-config.ts";

export interface PipelineOptions extends Pick<UrlStorageOptions, "signal" | "onProgress"> {
  /** Where the model's files are: what a model package exports, the address of a folder, or a storage. */
  model: ModelSource;
}

/**
 * Loads the pipeline of a task, which is given by name or as it is: config.json, the task's own files
 * and model.safetensors.
 *
 * @returns  the pipeline; the caller disposes it
 * @throws {ConfigError} when there is no such task
 * @throws {CheckpointError} when a file is absent or damaged, or they do not belong together
 */
export async function pipeline<Which extends TaskName | Task>(
  task: Which,
  options: PipelineOptions,
): Promise<TypesOf<Which>["pipeline"]> {
  const found = await resolveTask("pipeline", task);
  const { model, ...rest } = requireOptions("pipeline", options, "{ model: sentimentEn }");
  return load(found, openModel(model, rest));
}

async function load<T extends TaskTypes>(task: Task<T>, storage: Storage): Promise<T["pipeline"]> {
  const weights = storage.read(MODEL_WEIGHTS);
  weights.catch(() => {}); // it is awaited below; until then the config's error comes first
  const config = await readJson(storage, MODEL_CONFIG, modelConfigSchema(task));
  const parts = await task.parts.load(storage, config);
  const bytes = await weights;
  const file = bytes
    ? parseSafetensors(bytes, storage.describe(MODEL_WEIGHTS))
    : await loadStateDict(storage); // says that it must be there
  // A number takes a byte at least.
  const most = bytes?.length ?? 0;
  const model = withParameterLimit(most, storage.describe(MODEL_CONFIG), () => task.model(config));
  try {
    await model.load(file);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return task.pipeline({ task, config, parts, model });
}
