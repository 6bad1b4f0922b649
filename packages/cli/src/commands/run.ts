import { Command } from "commander";
import { backendOption, jsonOption, modelOption } from "../arguments.ts";
import type { RunOptions } from "../tasks/run-task.ts";
import { taskOptions } from "../tasks/task-options.ts";
import type { CommandContext } from "./context.ts";

/** unroll run <task> INPUT ... */
export function runCommand({ taskArgument, found }: CommandContext): Command {
  const input = found?.task.command.input ?? "inputs";
  const description =
    input === "files" ? "what to answer for" : `${input}; without any, the lines of standard input`;
  const command = new Command("run")
    .description(
      found === undefined
        ? "answer for texts, numbers or files, as the task says"
        : `answer for ${input}: ${found.task.summary}`,
    )
    .addArgument(taskArgument())
    .argument(`[${input}...]`, description)
    .addOption(modelOption(found))
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(async (_task: string, args: string[], options: RunOptions) => {
      if (found === undefined) return;
      const { runTask } = await import("../tasks/run-task.ts");
      await runTask(found, args, options);
    });
  if (found !== undefined) {
    const { options = {}, example } = found.task.command;
    for (const option of taskOptions(options)) command.addOption(option);
    command.addHelpText("after", `\nExample:\n  unroll run ${found.called} ${example}`);
  }
  return command;
}
