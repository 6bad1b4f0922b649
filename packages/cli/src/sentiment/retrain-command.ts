import { defaultBackend } from "../backends.ts";
import type { TrainOptions } from "../commands/train.ts";

/** The command that does this training again, or goes on with it. */
export function retrainCommand(options: TrainOptions, resume: boolean): string {
  const words = ["unroll", "train", "sentiment", "--data", options.data, "--out", options.out];
  const add = (name: string, value: string | number | undefined, standard?: string | number) => {
    if (value !== undefined && value !== standard) {
      words.push(name, String(value));
    }
  };
  add("--backend", options.backend, defaultBackend);
  add("--recipe", options.recipe);
  add("--about", options.about);
  add("--epochs", options.epochs);
  add("--seed", options.seed);
  add("--checkpoint-every", options.checkpointEvery, 200);
  add("--dtype", options.dtype, "F16");
  if (resume) {
    words.push("--resume");
  }
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
