import { stat } from "node:fs/promises";
import { type ConfusionMatrix, evaluateSentiment } from "@unroll/tasks";
import { readSentimentSplit } from "@unroll/tasks/node";
import { startBackend } from "../backends.ts";
import type { EvalOptions } from "../commands/eval.ts";
import { printJson, printLine } from "../output.ts";
import { userPath } from "../paths.ts";
import { countingBar } from "../progress/counting-bar.ts";
import { loadModel } from "./model.ts";

/** Judges a sentiment model by a part of a data set. */
export async function evalSentimentCommand(options: EvalOptions): Promise<void> {
  await startBackend(options.backend);
  const examples = await readSentimentSplit(userPath(options.data), options.split ?? "test");
  const split = await nameOf(options);
  const pipeline = await loadModel(options.model);
  try {
    const bar = countingBar(options.json);
    const started = performance.now();
    const figures = await evaluateSentiment(pipeline, examples, { onProgress: bar.update });
    const seconds = (performance.now() - started) / 1000;
    bar.end();
    const { accuracy, macroF1, confusion } = figures;
    if (options.json) {
      printJson({
        task: "sentiment",
        split,
        examples: figures.examples,
        accuracy,
        macroF1,
        seconds: Math.round(seconds * 1000) / 1000,
        confusion,
      });
      return;
    }
    printLine(`${figures.examples} texts (${split}) in ${seconds.toFixed(1)} s`);
    printLine(`accuracy  ${accuracy.toFixed(4)}`);
    printLine(`macro-F1  ${macroF1.toFixed(4)}`);
    printLine("");
    printConfusion(confusion);
  } finally {
    pipeline.dispose();
  }
}

/** What to call the part that is judged: a file of which no part is named is all there is. */
async function nameOf({ split, data }: EvalOptions): Promise<string> {
  const isFile = await stat(userPath(data)).then(
    (info) => info.isFile(),
    () => false, // reading reports it
  );
  return split ?? (isFile ? "all" : "test");
}

/** Rows are the right labels, columns the answers. */
function printConfusion(confusion: ConfusionMatrix): void {
  const labels = Object.keys(confusion);
  const counts = labels.map((label) =>
    labels.map((answer) => String(confusion[label]?.[answer] ?? 0)),
  );
  const first = Math.max(...labels.map((label) => label.length), "right \\ answer".length);
  const widths = labels.map((label, column) =>
    Math.max(label.length, ...counts.map((row) => (row[column] as string).length)),
  );
  const line = (name: string, cells: readonly string[]) =>
    [
      name.padEnd(first),
      ...cells.map((cell, column) => cell.padStart(widths[column] as number)),
    ].join("  ");
  printLine(line("right \\ answer", labels));
  labels.forEach((label, row) => {
    printLine(line(label, counts[row] as string[]));
  });
}
