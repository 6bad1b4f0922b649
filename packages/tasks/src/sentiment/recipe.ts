import { ConfigError } from "@unroll/core";
import * as v from "valibot";

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const rate = v.pipe(v.number(), v.minValue(0), v.ltValue(1));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const notNegative = v.pipe(v.number(), v.finite(), v.minValue(0));

const entries = {
  /** How often a word must occur to be known. */
  minCount: v.optional(size, 2),
  /** The most words that are known; null: no limit. */
  maxWords: v.optional(v.nullable(size), null),
  embeddingSize: v.optional(size, 64),
  /** Of each direction of the LSTM. */
  hiddenSize: v.optional(size, 64),
  pooling: v.optional(v.picklist(["last", "mean", "max"]), "max"),
  /** Standard deviation of the first embeddings. */
  embeddingDeviation: v.optional(positive, 0.02),
  /** Share of the embeddings' elements dropped in training. */
  embeddingDropout: v.optional(rate, 0.5),
  /** Share of the pooled elements dropped in training. */
  outputDropout: v.optional(rate, 0.5),

  /** Share of the training texts kept whose class belongs to no label, such as "neutral". */
  unlabeledShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
  epochs: v.optional(size, 2),
  batchSize: v.optional(size, 64),
  optimizer: v.optional(v.picklist(["adam", "adamW"]), "adam"),
  learningRate: v.optional(positive, 0.001),
  weightDecay: v.optional(notNegative, 0),
  /** How the learning rate ends: at 0 in a straight line or along a cosine, or as it began. */
  decay: v.optional(v.picklist(["linear", "cosine", "none"]), "linear"),
  /** Steps until the learning rate is at its height. */
  warmupSteps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  /** The largest global norm of a step's gradients. */
  clipNorm: v.optional(positive, 5),
  labelSmoothing: v.optional(rate, 0),
  /** Decay of the moving average of the weights that is evaluated and kept; 0: the weights themselves. */
  averaging: v.optional(rate, 0.998),
  /** On the dev texts; the best one's weights are kept. */
  evaluationsPerEpoch: v.optional(size, 4),
  /** Evaluations without a new best before training stops; null: never. */
  patience: v.optional(v.nullable(size), null),
};

/** All that shapes a sentiment model and its training, with the values found for SST. */
export const recipeSchema = v.object(entries);

/** All hyper-parameters of a training. */
export type SentimentRecipe = v.InferOutput<typeof recipeSchema>;

/** The recipe for the Stanford Sentiment Treebank, and the default for other data. */
export const sentimentRecipe: SentimentRecipe = /* @__PURE__ */ v.parse(recipeSchema, {});

/**
 * Fills in what is not given.
 * @throws {ConfigError} when a value makes no sense, or a name is unknown
 */
export function completeRecipe(given: Partial<SentimentRecipe> = {}): SentimentRecipe {
  // Strict: a misspelt name is no recipe. In a model of a later version it may be a new one.
  const result = v.safeParse(v.strictObject(entries), given, { abortEarly: true });
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  throw new ConfigError(
    `recipe: ${v.getDotPath(issue) ?? "it"} must be ${issue.expected ?? "valid"}, got ${issue.received}. ` +
      "Leave it out to take the default.",
  );
}
