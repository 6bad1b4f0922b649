import { readFile } from "node:fs/promises";
import { DataError, type Storage } from "@unroll/core";
import { directoryStorage } from "@unroll/core/node";
import {
  evaluateSentiment,
  loadSentimentAnalysis,
  type SentimentAnalysis,
  type SentimentData,
  type SentimentRecipe,
  sentimentCard,
  trainSentiment,
} from "@unroll/tasks";
import { readSentimentData } from "@unroll/tasks/node";
import { startBackend } from "../backends.ts";
import type { TrainOptions } from "../commands/train.ts";
import { exitCode } from "../exit-codes.ts";
import { stopOnSignal } from "../interrupt.ts";
import { printJson, printLine, printProgress } from "../output.ts";
import { userPath } from "../paths.ts";
import { trainingReporter } from "../progress/training-reporter.ts";
import { retrainCommand } from "./retrain-command.ts";

/** Trains a sentiment model into a folder. Returns the exit code. */
export async function trainSentimentCommand(options: TrainOptions): Promise<number> {
  const recipe = await readRecipe(options);
  const about = options.about === undefined ? undefined : await readGiven("--about", options.about);
  await startBackend(options.backend);
  const storage = directoryStorage(userPath(options.out));
  const data = await readSentimentData(userPath(options.data), { seed: options.seed });
  const reporter = trainingReporter(options.json);
  const stop = stopOnSignal(() => {
    reporter.end();
    printProgress("Stopping after this step. Press Ctrl-C again to stop at once.");
  });
  try {
    const { pipeline, result } = await trainSentiment({
      data,
      recipe,
      seed: options.seed,
      storage,
      checkpointEvery: options.checkpointEvery,
      resume: options.resume,
      signal: stop.signal,
      on: reporter.on,
    });
    reporter.end();
    try {
      if (result.reason === "aborted") {
        printProgress(
          `Stopped after step ${result.steps}. To go on: ${retrainCommand(options, true)}`,
        );
        return exitCode.interrupted;
      }
      await finish(pipeline, data, storage, options, about);
      return exitCode.done;
    } finally {
      pipeline.dispose();
    }
  } finally {
    reporter.end();
    stop.dispose();
  }
}

/** Saves the model, judges what was saved on the dev texts, and writes its card. */
async function finish(
  trained: SentimentAnalysis,
  data: SentimentData,
  storage: Storage,
  options: TrainOptions,
  about: string | undefined,
): Promise<void> {
  await trained.save(storage, { dtype: options.dtype });
  const saved = await loadSentimentAnalysis(storage);
  try {
    const figures = await evaluateSentiment(saved, data.dev);
    const card = sentimentCard({
      config: saved.config,
      data: options.data,
      about,
      command: retrainCommand(options, false),
      figures: { dev: figures },
    });
    await storage.write("README.md", new TextEncoder().encode(card));
    const { examples, accuracy, macroF1 } = figures;
    if (options.json) {
      printJson({
        event: "end",
        out: userPath(options.out),
        split: "dev",
        examples,
        accuracy,
        macroF1,
      });
    } else {
      printLine(
        `${userPath(options.out)}: accuracy ${accuracy.toFixed(4)}, macro-F1 ${macroF1.toFixed(4)} on ${examples} dev texts`,
      );
    }
  } finally {
    saved.dispose();
  }
}

async function readRecipe({ recipe, epochs }: TrainOptions): Promise<Partial<SentimentRecipe>> {
  let given: Partial<SentimentRecipe> = {};
  if (recipe !== undefined) {
    const text = await readGiven("--recipe", recipe);
    try {
      // What it holds is checked where it is used.
      given = JSON.parse(text);
    } catch (cause) {
      throw new DataError(
        `--recipe: ${recipe} must be JSON, got: ${(cause as Error).message}. Write such as {"epochs": 3}.`,
      );
    }
  }
  return { ...given, ...(epochs !== undefined && { epochs }) };
}

async function readGiven(option: string, file: string): Promise<string> {
  try {
    return await readFile(userPath(file), "utf8");
  } catch (cause) {
    throw new DataError(
      `${option}: it must be a file that can be read, got: ${(cause as Error).message}. Check the path.`,
    );
  }
}
