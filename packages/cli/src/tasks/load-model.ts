import { createRequire } from "node:module";
import { dirname } from "node:path";
import { directoryStorage } from "@unroll/core/node";
import { type Pipeline, pipeline, type TaskTypes } from "@unroll/tasks";
import { userPath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";
import type { FoundTask } from "./find-task.ts";

/** Loads the model of a folder, or one that is shipped for the task: by its name, or the one that is meant. */
export async function loadModel(
  { task, entry, called }: FoundTask,
  given: string | undefined,
): Promise<Pipeline<TaskTypes>> {
  const shipped = entry.models ?? {};
  const name = given ?? Object.keys(shipped)[0];
  if (name === undefined) {
    throw new UsageError(
      `--model: a folder must be given for ${called}, for which no model is shipped, got none. Train one: unroll train ${called} --help`,
    );
  }
  const place = Object.hasOwn(shipped, name) ? folderOf(shipped[name] as string) : userPath(name);
  // Every task's pipeline extends Pipeline, which TaskTypes does not say.
  return (await pipeline(task, { model: directoryStorage(place) })) as Pipeline<TaskTypes>;
}

function folderOf(model: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${model}/package.json`));
}
