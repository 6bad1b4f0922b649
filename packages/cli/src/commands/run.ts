import { Command } from "commander";
import { backendOption, jsonOption, modelOption, taskArgument } from "../arguments.ts";

export interface RunOptions {
  model?: string;
  backend: string;
  json: boolean;
}

/** unroll run sentiment "text" ... */
export function runCommand(): Command {
  return new Command("run")
    .description("answer for texts, or for each line of standard input")
    .addArgument(taskArgument())
    .argument("[texts...]", "texts; without any, the lines of standard input")
    .addOption(modelOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(async (_task: string, texts: string[], options: RunOptions) => {
      const { runSentimentCommand } = await import("../sentiment/run.ts");
      await runSentimentCommand(texts, options);
    });
}
