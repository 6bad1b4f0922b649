import {
  type ConfusionMatrix,
  evaluate,
  type Judgement,
  type SplitName,
  showFigure,
  type Task,
} from "@unroll/tasks";
import { openData } from "@unroll/tasks/node";
import { startBackend } from "../backends.ts";
import { exitCode } from "../exit-codes.ts";
import { stopOnSignal } from "../interrupt.ts";
import { printJson, printLine, printProgress } from "../output.ts";
import { userPath } from "../paths.ts";
import { countingBar } from "../progress/counting-bar.ts";
import type { FoundTask } from "./find-task.ts";
import { loadModel } from "./load-model.ts";

export interface EvalOptions {
  data: string;
  split?: SplitName;
  model?: string;
  backend: string;
  json: boolean;
}

/** Judges a model by a part of a data set. Returns the exit code. */
export async function evalTask(found: FoundTask, options: EvalOptions): Promise<number> {
  const { task } = found;
  await startBackend(options.backend);
  const place = await openData(userPath(options.data));
  // A file of which no part is named is all there is.
  const split = options.split ?? (place.kind === "file" ? "all" : "test");
  const pipeline = await loadModel(found, options.model);
  const bar = countingBar(options.json);
  const stop = stopOnSignal(bar.end);
  try {
    const examples = await task.readSplit(place, options.split ?? "test", pipeline.config);
    const started = performance.now();
    const work = { signal: stop.signal, onProgress: bar.update };
    const judgement = await evaluate(pipeline, examples, work);
    const seconds = (performance.now() - started) / 1000;
    bar.end();
    if (options.json) {
      const { figures, speed, confusion, examples: count } = judgement;
      const rounded = Math.round(seconds * 1000) / 1000;
      printJson({
        task: task.name,
        split,
        [task.examples]: count,
        ...figures,
        seconds: rounded,
        ...speed,
        confusion,
      });
    } else {
      printJudgement(task, judgement, split, seconds);
    }
    return exitCode.done;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    printProgress("Stopped; nothing was judged.");
    return exitCode.interrupted;
  } finally {
    bar.end();
    stop.dispose();
    pipeline.dispose();
  }
}

function printJudgement(
  task: Task,
  { examples, figures, confusion }: Judgement,
  split: string,
  seconds: number,
): void {
  printLine(`${examples} ${task.examples} (${split}) in ${seconds.toFixed(1)} s`);
  const width = Math.max(...Object.values(task.figures).map(({ label }) => label.length));
  for (const [name, figure] of Object.entries(task.figures)) {
    printLine(`${figure.label.padEnd(width)}  ${showFigure(figure, figures[name])}`);
  }
  if (confusion === undefined) return;
  printLine("");
  printConfusion(confusion);
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
