import { createInterface } from "node:readline";
import type { LabelScore, SentimentAnalysis } from "@unroll/tasks";
import { startBackend } from "../backends.ts";
import type { RunOptions } from "../commands/run.ts";
import { printJson, printLine } from "../output.ts";
import { loadModel } from "./model.ts";

/** Lines that arrive together are answered together, up to this many. */
const LINES_AT_ONCE = 64;

/** Answers for texts, or for each line of standard input as it comes. */
export async function runSentimentCommand(
  texts: readonly string[],
  options: RunOptions,
): Promise<void> {
  await startBackend(options.backend);
  const pipeline = await loadModel(options.model);
  try {
    if (texts.length > 0) {
      await answer(pipeline, texts, options.json);
      return;
    }
    for await (const lines of linesAtOnce(process.stdin)) {
      await answer(pipeline, lines, options.json);
    }
  } finally {
    pipeline.dispose();
  }
}

async function answer(
  pipeline: SentimentAnalysis,
  texts: readonly string[],
  json: boolean,
): Promise<void> {
  const answers = await pipeline.run(texts);
  texts.forEach((text, i) => {
    const { label, score } = answers[i] as LabelScore;
    if (json) {
      printJson({ text, label, score });
    } else {
      // One line for each, whatever is in the text.
      printLine(`${label}\t${score.toFixed(4)}\t${text.replace(/\s+/gu, " ")}`);
    }
  });
}

/** The lines of a stream; those that are there already come together. */
async function* linesAtOnce(stream: NodeJS.ReadableStream): AsyncGenerator<string[]> {
  const lines: string[] = [];
  let ended = false;
  let wake = () => {};
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  reader.on("line", (line) => {
    lines.push(line);
    if (lines.length >= LINES_AT_ONCE) {
      reader.pause();
    }
    wake();
  });
  reader.on("close", () => {
    ended = true;
    wake();
  });
  while (true) {
    if (lines.length > 0) {
      yield lines.splice(0, LINES_AT_ONCE);
    } else if (ended) {
      return;
    } else {
      reader.resume();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Let the reader hand over what has come in the same chunk.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
