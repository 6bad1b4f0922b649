import { ConfigError } from "../errors.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireClipping } from "../optimizers/clip.ts";
import { Rng } from "../random/rng.ts";
import { describeValue } from "../storage/describe-value.ts";
import type { TrainerOptions } from "./trainer-options.ts";

/** @throws {ConfigError} when an option is left out, as JavaScript lets one, or makes no sense */
export function requireTrainerOptions<Batch, State>(options: TrainerOptions<Batch, State>): void {
  requireOptions("Trainer", options, "{ model, loss, optimizer: adam(), seed: 42 }");
  // Of what the types promise nothing is sure here.
  const { model, loss, optimizer, seed, clip, averaging }: Partial<typeof options> = options;
  if (typeof model?.parameters !== "object") {
    refuse("model", "a Model", model, "Pass such as new Model({ rnn, head })");
  }
  if (typeof loss !== "function") {
    refuse("loss", "a function of a batch", loss, "Pass such as ({ x, y }, context) => ...");
  }
  if (typeof optimizer?.update !== "function") {
    refuse("optimizer", "an OptimizerRule", optimizer, "Pass such as adam({ learningRate: 0.01 })");
  }
  if (seed === undefined) refuse("seed", "an integer", seed, "Pass such as 42");
  Rng.fromSeed(seed);
  if (clip) requireClipping(clip);
  const decay = averaging?.decay ?? 0;
  if (!(decay >= 0 && decay < 1)) {
    refuse("averaging.decay", "from 0 to below 1", decay, "Pass such as 0.999");
  }
}

function refuse(what: string, expected: string, value: unknown, nextStep: string): never {
  const actual = typeof value === "function" ? `the function ${value.name}` : describeValue(value);
  throw new ConfigError(`Trainer: ${what} must be ${expected}, got ${actual}. ${nextStep}.`);
}
