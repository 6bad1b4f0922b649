import { ConfigError } from "@unroll/core";
import type { Sentiment } from "./sentiment/sentiment-analysis.ts";
import type { Task, TaskTypes } from "./task.ts";
import type { TranslationTask } from "./translation/translation.ts";

/** The tasks by name, as Hugging Face has them. */
export interface Tasks {
  "sentiment-analysis": Sentiment;
  translation: TranslationTask;
}

export type TaskName = keyof Tasks;

/** The types of a task that is given by name, or as it is. */
export type TypesOf<Which> = Which extends TaskName
  ? Tasks[Which]
  : Which extends Task<infer T>
    ? T
    : never;

/** Where a task is found. */
export interface TaskEntry<T extends TaskTypes = TaskTypes> {
  /** A shorter name for the command line. */
  readonly alias?: string;
  /** The packages of the models that are shipped for it, by a short name; the first is the one that is meant. */
  readonly models?: Readonly<Record<string, string>>;
  load(): Promise<Task<T>>;
}

/** All tasks. Each is loaded when it is asked for, so a page that uses one gets that one alone. */
export const tasks: { readonly [Name in TaskName]: TaskEntry<Tasks[Name]> } = {
  "sentiment-analysis": {
    alias: "sentiment",
    models: { en: "@unroll/model-sentiment-en" },
    load: async () => (await import("./sentiment/task.ts")).sentimentAnalysis,
  },
  translation: {
    models: { "en-de": "@unroll/model-translation-en-de" },
    load: async () => (await import("./translation/task.ts")).translation,
  },
};

/**
 * A task of this name, or the given one.
 * @throws {ConfigError} when there is none of that name
 */
export async function resolveTask<Which extends TaskName | Task>(
  where: string,
  task: Which,
): Promise<Task<TypesOf<Which>>> {
  // TypesOf says which task has which name; TypeScript does not follow it through a table.
  if (isTask(task)) return task as unknown as Task<TypesOf<Which>>;
  if (typeof task === "string" && Object.hasOwn(tasks, task)) {
    return (await tasks[task as TaskName].load()) as unknown as Task<TypesOf<Which>>;
  }
  const names = Object.keys(tasks);
  const actual = typeof task === "object" ? "another object" : JSON.stringify(task);
  throw new ConfigError(
    `${where}: the task must be one of ${names.join(", ")}, or an object of the type Task, got ${actual}. Pass such as "${names[0]}".`,
  );
}

/** JavaScript may pass anything. */
function isTask(task: unknown): task is Task {
  return typeof (Object(task) as Partial<Task>).prepare === "function";
}
