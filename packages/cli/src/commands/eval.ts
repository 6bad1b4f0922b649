import { Command, Option } from "commander";
import { backendOption, jsonOption, modelOption, taskArgument } from "../arguments.ts";

export interface EvalOptions {
  data: string;
  split?: "train" | "dev" | "test";
  model?: string;
  backend: string;
  json: boolean;
}

/** unroll eval sentiment --data DIR|FILE */
export function evalCommand(): Command {
  return new Command("eval")
    .description("judge a model by texts whose labels are known")
    .addArgument(taskArgument())
    .requiredOption("--data <path>", "a data set: a folder or a file of texts and labels")
    .addOption(
      new Option("--split <name>", "the part of a folder to judge by (default: test)").choices([
        "train",
        "dev",
        "test",
      ]),
    )
    .addOption(modelOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(async (_task: string, options: EvalOptions) => {
      const { evalSentimentCommand } = await import("../sentiment/eval.ts");
      await evalSentimentCommand(options);
    });
}
