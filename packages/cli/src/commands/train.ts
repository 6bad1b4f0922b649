import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { backendOption, integerFrom, jsonOption, taskArgument } from "../arguments.ts";
import { userPath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";

export interface TrainOptions {
  data: string;
  out: string;
  backend: string;
  recipe?: string;
  about?: string;
  epochs?: number;
  seed: number;
  checkpointEvery: number;
  dtype: "F16" | "F32";
  resume: boolean;
  json: boolean;
}

/** unroll train sentiment --data DIR|FILE --out DIR */
export function trainCommand(setCode: (code: number) => void): Command {
  return new Command("train")
    .description("train a model, with checkpoints to go on from")
    .addArgument(taskArgument())
    .requiredOption("--data <path>", "a data set: a folder or a file of texts and labels")
    .requiredOption("--out <dir>", "where the model goes, and its checkpoints")
    .addOption(backendOption())
    .option("--epochs <n>", "passes over the data (default: the recipe's)", integerFrom(1))
    .option("--seed <n>", "determines the result, to the bit", integerFrom(0), 0)
    .option("--recipe <file>", "hyper-parameters as JSON, where they differ from the default")
    .option("--about <file>", "Markdown for the model card: about the data, the licence")
    .option("--checkpoint-every <n>", "steps between checkpoints", integerFrom(1), 200)
    .addOption(
      new Option("--dtype <type>", "how weights are stored").choices(["F16", "F32"]).default("F16"),
    )
    .option("--resume", "go on from the last checkpoint in --out", false)
    .addOption(jsonOption())
    .action(async (_task: string, options: TrainOptions) => {
      requireFreePlace(options);
      const { trainSentimentCommand } = await import("../sentiment/train.ts");
      setCode(await trainSentimentCommand(options));
    });
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
