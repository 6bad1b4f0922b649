import { createRequire } from "node:module";
import { dirname } from "node:path";
import { directoryStorage } from "@unroll/core/node";
import { type Pipeline, pipeline, type TaskTypes } from "@unroll/tasks";
import { userPath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";
import type { FoundTask } from "./find-task.ts";

/** Loads the model of a folder, or the one that is shipped for the task. */
export async function loadModel(
  { task, entry, called }: FoundTask,
  folder: string | undefined,
): Promise<Pipeline<TaskTypes>> {
  const place = folder === undefined ? shipped(called, entry.model) : userPath(folder);
  // Every task's pipeline extends Pipeline, which TaskTypes does not say.
  return (await pipeline(task, { model: directoryStorage(place) })) as Pipeline<TaskTypes>;
}

function shipped(called: string, name: string | undefined): string {
  if (name !== undefined) {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  }
  throw new UsageError(
    `--model: a folder must be given for ${called}, for which no model is shipped, got none. Train one: unroll train ${called} --help`,
  );
}
