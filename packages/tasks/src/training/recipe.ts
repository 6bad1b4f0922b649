import {
  adam,
  adamW,
  ConfigError,
  combineSchedules,
  cosineDecay,
  linearDecay,
  linearWarmup,
  type OptimizerRule,
  type Schedule,
} from "@unroll/core";
import * as v from "valibot";

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const rate = v.pipe(v.number(), v.minValue(0), v.ltValue(1));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const notNegative = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Kinds of hyper-parameters, for the recipes of tasks. */
export const hyperParameters = { size, rate, positive, notNegative };

/** The hyper-parameters that every training has; what a task has better values for, it gives. */
export const trainingEntries = ({
  epochs = 10,
  batchSize = 64,
  learningRate = 0.001,
  warmupSteps = 0,
  clipNorm = 5,
  averaging = 0,
  evaluationsPerEpoch = 1,
}: Partial<TrainingRecipe> = {}) => ({
  epochs: v.optional(size, epochs),
  batchSize: v.optional(size, batchSize),
  optimizer: v.optional(v.picklist(["adam", "adamW"]), "adam"),
  learningRate: v.optional(positive, learningRate),
  weightDecay: v.optional(notNegative, 0),
  /** How the learning rate ends: at 0 in a straight line or along a cosine, or as it began. */
  decay: v.optional(v.picklist(["linear", "cosine", "none"]), "linear"),
  /** Steps until the learning rate is at its height. */
  warmupSteps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), warmupSteps),
  /** The largest global norm of a step's gradients. */
  clipNorm: v.optional(positive, clipNorm),
  /** Decay of the moving average of the weights that is evaluated and kept; 0: the weights themselves. */
  averaging: v.optional(rate, averaging),
  /** Judged by the dev examples; the best one's weights are kept. */
  evaluationsPerEpoch: v.optional(size, evaluationsPerEpoch),
  /** Evaluations without a new best before training stops; null: never. */
  patience: v.optional(v.nullable(size), null),
});

export interface TrainingRecipe {
  epochs: number;
  batchSize: number;
  optimizer: "adam" | "adamW";
  learningRate: number;
  weightDecay: number;
  decay: "linear" | "cosine" | "none";
  warmupSteps: number;
  clipNorm: number;
  averaging: number;
  evaluationsPerEpoch: number;
  patience: number | null;
}

/**
 * Fills in what is not given.
 * @throws {ConfigError} when a value makes no sense, or a name is unknown
 */
export function completeRecipe<Recipe>(entries: v.ObjectEntries, given: Partial<Recipe>): Recipe {
  // Strict: a misspelt name is no recipe. In a model of a later version it may be a new one.
  const result = v.safeParse(v.strictObject(entries), given, { abortEarly: true });
  if (result.success) return result.output as Recipe; // a task's Recipe is what its entries give
  const [issue] = result.issues;
  throw new ConfigError(
    `recipe: ${v.getDotPath(issue) ?? "it"} must be ${issue.expected ?? "valid"}, got ${issue.received}. ` +
      "Leave it out to take the default.",
  );
}

export function optimizerOf(recipe: TrainingRecipe): OptimizerRule {
  const { optimizer, learningRate, weightDecay } = recipe;
  return { adam, adamW }[optimizer]({ learningRate, weightDecay });
}

export function scheduleOf({ decay, warmupSteps }: TrainingRecipe): Schedule {
  const end = { linear: [linearDecay()], cosine: [cosineDecay()], none: [] }[decay];
  return combineSchedules(...(warmupSteps > 0 ? [linearWarmup(warmupSteps)] : []), ...end);
}
