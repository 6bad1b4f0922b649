import type { InputKinds } from "@unroll/tasks";
import { startBackend } from "../backends.ts";
import { printJson, printLine } from "../output.ts";
import type { FoundTask } from "./find-task.ts";
import { loadModel } from "./load-model.ts";
import { readInputs } from "./read-inputs.ts";
import { pickOptions } from "./task-options.ts";

export interface RunOptions {
  model?: string;
  backend: string;
  json: boolean;
}

/** How the pipeline of any task is run from here. */
type Run = (inputs: readonly unknown[], options: object) => Promise<readonly object[]>;

/** Answers for the arguments, or for each line of standard input as it comes. */
export async function runTask(
  found: FoundTask,
  args: readonly string[],
  options: RunOptions,
): Promise<void> {
  const { command } = found.task;
  const { input: kind, inputName, options: entries = {}, showInput = true } = command;
  const own = pickOptions(entries, options);
  await startBackend(options.backend);
  const pipeline = await loadModel(found, options.model);
  try {
    // The task says which kind of input its `run` takes, which no type can follow to here.
    const run = pipeline.run.bind(pipeline) as unknown as Run;
    for await (const { texts, inputs } of readInputs(kind, args)) {
      const answers = await run(inputs, own);
      answers.forEach((answer, i) => {
        const text = texts[i] as string;
        if (options.json) {
          const input = jsonInput(kind, inputs[i], text);
          printJson({
            [inputName]: input,
            ...(Array.isArray(answer) ? { answers: answer } : answer),
          });
        } else {
          // One line for each, whatever is in the text.
          const behind = showInput ? `\t${text.trim().replace(/\s+/gu, " ")}` : "";
          printLine(`${command.show(answer)}${behind}`);
        }
      });
    }
  } finally {
    pipeline.dispose();
  }
}

function jsonInput(kind: keyof InputKinds, input: unknown, text: string): unknown {
  return kind === "numbers" ? input : text;
}
