import type { FloatStorage } from "@unroll/core";
import { defaultBackend } from "../backends.ts";
import type { FoundTask } from "./find-task.ts";
import { flagOf, pickOptions } from "./task-options.ts";

/** What a training is asked for, and those hyper-parameters of the task that are options. */
export interface TrainOptions {
  data: string;
  out: string;
  backend: string;
  recipe?: string;
  about?: string;
  epochs?: number;
  seed: number;
  checkpointEvery: number;
  dtype: FloatStorage;
  resume: boolean;
  json: boolean;
}

/** The command that does this training again, or goes on with it. */
export function retrainCommand(
  { called, task }: Pick<FoundTask, "called" | "task">,
  options: TrainOptions,
  resume: boolean,
): string {
  const words = ["unroll", "train", called, "--data", options.data, "--out", options.out];
  const add = (name: string, value: unknown, standard?: unknown) => {
    if (value !== undefined && value !== standard) {
      words.push(name, String(value));
    }
  };
  add("--backend", options.backend, defaultBackend);
  add("--recipe", options.recipe);
  add("--about", options.about);
  for (const [name, value] of Object.entries(pickOptions(task.recipe, options))) {
    add(flagOf(name), value);
  }
  add("--seed", options.seed);
  add("--checkpoint-every", options.checkpointEvery, 200);
  add("--dtype", options.dtype, "F16");
  if (resume) {
    words.push("--resume");
  }
  return words.map(quote).join(" ");
}

/** The command that uses what was trained. */
export function useCommand(called: string, { out }: TrainOptions, example: string): string {
  return `unroll run ${called} --model ${quote(out)} ${example}`;
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
