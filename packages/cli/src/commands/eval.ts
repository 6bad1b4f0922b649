import { Command, Option } from "commander";
import { backendOption, dataHelp, jsonOption, modelOption } from "../arguments.ts";
import type { EvalOptions } from "../tasks/eval-task.ts";
import type { CommandContext } from "./context.ts";

/** unroll eval <task> --data DIR|FILE */
export function evalCommand({ taskArgument, found, setCode }: CommandContext): Command {
  return new Command("eval")
    .description("judge a model by examples whose answer is known")
    .addArgument(taskArgument())
    .requiredOption("--data <path>", dataHelp(found))
    .addOption(
      new Option("--split <name>", "the part of a folder to judge by (default: test)").choices([
        "train",
        "dev",
        "test",
      ]),
    )
    .addOption(modelOption(found))
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(async (_task: string, options: EvalOptions) => {
      if (found === undefined) return;
      const { evalTask } = await import("../tasks/eval-task.ts");
      setCode(await evalTask(found, options));
    });
}
