import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { backendOption, dataHelp, integerFrom, jsonOption } from "../arguments.ts";
import { userPath } from "../paths.ts";
import type { TrainOptions } from "../tasks/retrain-command.ts";
import { taskOptions } from "../tasks/task-options.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandContext } from "./context.ts";

/** unroll train <task> --data DIR|FILE --out DIR */
export function trainCommand({ taskArgument, found, setCode }: CommandContext): Command {
  const command = new Command("train")
    .description("train a model, with checkpoints to go on from")
    .addArgument(taskArgument())
    .requiredOption("--data <path>", dataHelp(found))
    .requiredOption("--out <dir>", "where the model goes, and its checkpoints")
    .addOption(backendOption())
    .option("--epochs <n>", "passes over the data (default: the recipe's)", integerFrom(1))
    .option("--seed <n>", "determines the result, to the bit", integerFrom(0), 0)
    .option("--recipe <file>", "hyper-parameters as JSON, where they differ from the default")
    .option("--about <file>", "Markdown for the model card: about the data, the licence")
    .option("--checkpoint-every <n>", "steps between checkpoints", integerFrom(1), 200)
    .addOption(
      new Option("--dtype <type>", "how weights are stored")
        .choices(["I8", "F16", "F32"])
        .default("F16"),
    )
    .option("--resume", "go on from the last checkpoint in --out", false)
    .addOption(jsonOption())
    .action(async (_task: string, options: TrainOptions) => {
      if (found === undefined) return;
      requireFreePlace(options);
      const { trainTask } = await import("../tasks/train-task.ts");
      setCode(await trainTask(found, options));
    });
  for (const option of taskOptions(found?.task.recipe ?? {})) command.addOption(option);
  return command;
}

/** What stands in --out is overwritten only by the training it comes from. */
function requireFreePlace({ out, resume }: TrainOptions): void {
  const directory = userPath(out);
  const [checkpoint, model] = ["checkpoint.safetensors", "model.safetensors"].map((file) =>
    join(directory, file),
  ) as [string, string];
  if (resume && existsSync(model) && !existsSync(checkpoint)) {
    throw new UsageError(
      `--resume: the folder must hold a checkpoint to go on from, got ${model} alone. Choose another folder.`,
    );
  }
  const taken = [checkpoint, model].find(existsSync);
  if (!resume && taken !== undefined) {
    throw new UsageError(
      `--out: the folder must hold no model, got ${taken}. ` +
        "Add --resume to go on with that training, or choose another folder.",
    );
  }
}
