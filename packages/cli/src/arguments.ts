import { InvalidArgumentError, Option } from "commander";
import { backendNames, defaultBackend } from "./backends.ts";
import type { FoundTask } from "./tasks/find-task.ts";

/** What the option --data of a task takes. */
export const dataHelp = (found: FoundTask | undefined) =>
  `a data set: ${found?.task.command.data ?? `a folder or a file of ${found?.task.examples ?? "examples"}`}`;

export const backendOption = () =>
  new Option("--backend <name>", `what computes: ${backendNames.join(", ")}`).default(
    defaultBackend,
  );

/** What the option --model of a task takes. */
export function modelOption(found: FoundTask | undefined): Option {
  const [first, ...others] = Object.keys(found?.entry.models ?? {});
  const shipped =
    others.length > 0 ? `, or one that is shipped: ${[first, ...others].join(", ")}` : "";
  const standard =
    first === undefined ? "" : ` (default: ${others.length > 0 ? first : "the shipped one"})`;
  return new Option("--model <dir>", `a folder with a trained model${shipped}${standard}`);
}

export const jsonOption = () =>
  new Option("--json", "write results as JSON, one object a line").default(false);

/** An integer from `least`, for an option's value. */
export function integerFrom(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`It must be an integer from ${least}, got "${value}".`);
    }
    return number;
  };
}
