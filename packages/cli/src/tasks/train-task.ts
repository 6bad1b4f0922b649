import { readFile } from "node:fs/promises";
import { DataError, type Storage, type TrainingResult } from "@unroll/core";
import { directoryStorage } from "@unroll/core/node";
import {
  evaluate,
  type Judgement,
  pipeline as loadPipeline,
  modelCard,
  type Pipeline,
  showFigure,
  type TaskTypes,
  type TrainingRecipe,
  train,
} from "@unroll/tasks";
import { openData } from "@unroll/tasks/node";
import { startBackend } from "../backends.ts";
import { exitCode } from "../exit-codes.ts";
import { stopOnSignal } from "../interrupt.ts";
import { printJson, printLine, printProgress } from "../output.ts";
import { userPath } from "../paths.ts";
import { trainingReporter } from "../progress/training-reporter.ts";
import type { FoundTask } from "./find-task.ts";
import { retrainCommand, type TrainOptions, useCommand } from "./retrain-command.ts";
import { pickOptions } from "./task-options.ts";

/** Trains a model into a folder. Returns the exit code. */
export async function trainTask(found: FoundTask, options: TrainOptions): Promise<number> {
  const { task } = found;
  const recipe = await readRecipe(found, options);
  const about = options.about === undefined ? undefined : await readGiven("--about", options.about);
  await startBackend(options.backend);
  const storage = directoryStorage(userPath(options.out));
  const place = await openData(userPath(options.data));
  const data = await task.read(place, { seed: options.seed, recipe });
  const reporter = trainingReporter(task, options.json);
  const stop = stopOnSignal(() => {
    reporter.end();
    printProgress("Stopping after this step. Press Ctrl-C again to stop at once.");
  });
  try {
    const trained = await train(task, {
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
    const { result } = trained;
    const pipeline = trained.pipeline as Pipeline<TaskTypes>;
    try {
      if (result.reason === "aborted") {
        printProgress(
          `Stopped after step ${result.steps}. To go on: ${retrainCommand(found, options, true)}`,
        );
        return exitCode.interrupted;
      }
      const judgement = await keep(found, pipeline, trained.dev, { storage, options, about });
      report(found, options, result, judgement);
      return exitCode.done;
    } finally {
      pipeline.dispose();
    }
  } finally {
    reporter.end();
    stop.dispose();
  }
}

interface Place {
  storage: Storage;
  options: TrainOptions;
  about: string | undefined;
}

/** Saves the model, judges what was saved by the dev examples, and writes its card. */
async function keep(
  found: FoundTask,
  trained: Pipeline<TaskTypes>,
  dev: readonly unknown[],
  { storage, options, about }: Place,
): Promise<Judgement> {
  const { task } = found;
  await trained.save(storage, { dtype: options.dtype });
  const saved = (await loadPipeline(task, { model: storage })) as Pipeline<TaskTypes>;
  try {
    const judgement = await evaluate(saved, dev);
    const card = modelCard(task, saved.config, {
      data: options.data,
      about,
      command: retrainCommand(found, options, false),
      judgements: { dev: judgement },
    });
    await storage.write("README.md", new TextEncoder().encode(card));
    return judgement;
  } finally {
    saved.dispose();
  }
}

/** What came out, and the command to try it with. */
function report(
  { task, called }: FoundTask,
  options: TrainOptions,
  { best }: TrainingResult,
  { examples, figures }: Judgement,
): void {
  const out = userPath(options.out);
  if (options.json) {
    printJson({ event: "end", out, split: "dev", examples, ...figures, best });
    return;
  }
  const shown = Object.entries(task.figures).map(
    ([name, figure]) => `${figure.label} ${showFigure(figure, figures[name])}`,
  );
  const step = best === undefined ? "" : `, best at step ${best.step}`;
  printLine(`${out}: ${shown.join(", ")} on ${examples} dev ${task.examples}${step}`);
  printProgress(`try: ${useCommand(called, options, task.command.example)}`);
}

/** A recipe's file, and over it those hyper-parameters that are given as options. */
async function readRecipe(
  { task }: FoundTask,
  options: TrainOptions,
): Promise<Partial<TrainingRecipe>> {
  const { recipe } = options;
  let given: Partial<TrainingRecipe> = {};
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
  return { ...given, ...pickOptions(task.recipe, options) };
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
