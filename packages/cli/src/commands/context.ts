import { Argument } from "commander";
import { callNames, type FoundTask, findTask, type TaskTable } from "../tasks/find-task.ts";

/** What the commands of a command line share. */
export interface CommandContext {
  /** The words to parse. */
  readonly args: readonly string[];
  readonly tasks: TaskTable;
  /** The task that is asked for, loaded, for its options and help. Undefined where none is named. */
  readonly found: FoundTask | undefined;
  taskArgument(): Argument;
  setCode(code: number): void;
}

/** @param args  of the whole command line, such as ["run", "sentiment", "--json", "good"] */
export async function commandContext(
  args: readonly string[],
  given: TaskTable | undefined,
  setCode: (code: number) => void,
): Promise<CommandContext> {
  const [command = "", ...rest] = args;
  // Tasks bring tfjs along, so they are loaded for the commands that are about tasks alone.
  const needed = ["train", "eval", "run", "tasks"].includes(command);
  const tasks = given ?? (needed ? (await import("@unroll/tasks")).tasks : {});
  const names = callNames(tasks);
  // Options may stand before the task; none of their values is taken for one that is no task's name.
  const called = rest.find((word) => names.includes(word));
  const found = called === undefined || !needed ? undefined : await findTask(tasks, called);
  // "-1 2" is no option: a space before it says so.
  const isNumbers = command === "run" && found?.task.command.input === "numbers";
  return {
    args: isNumbers ? args.map((word) => (/^-[\d.]/.test(word) ? ` ${word}` : word)) : args,
    tasks,
    found,
    taskArgument: () => new Argument("<task>", "what to do").choices(names),
    setCode,
  };
}
