import type { Task, TaskEntry } from "@unroll/tasks";

/** The tasks a command line knows, by name. */
export type TaskTable = Readonly<Record<string, TaskEntry>>;

/** A task that is asked for. */
export interface FoundTask {
  /** What the user calls it: its name or its alias. */
  readonly called: string;
  readonly entry: TaskEntry;
  readonly task: Task;
}

/** What a task may be called, the shorter names first. */
export function callNames(tasks: TaskTable): string[] {
  const aliases = Object.values(tasks).flatMap(({ alias }) => alias ?? []);
  return [...aliases, ...Object.keys(tasks)];
}

/** Loads the task of this name or alias; undefined when there is none. */
export async function findTask(tasks: TaskTable, called: string): Promise<FoundTask | undefined> {
  const [, entry] =
    Object.entries(tasks).find(([name, { alias }]) => name === called || alias === called) ?? [];
  return entry && { called, entry, task: await entry.load() };
}
