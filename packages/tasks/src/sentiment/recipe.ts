import * as v from "valibot";
import { hyperParameters, trainingEntries } from "../training/recipe.ts";

const { size, rate, positive } = hyperParameters;

/** All that shapes a sentiment model and its training, with the values found for SST. */
export const recipeEntries = {
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
  labelSmoothing: v.optional(rate, 0),
  /** Share of the training texts kept whose class belongs to no label, such as "neutral". */
  unlabeledShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
  ...trainingEntries({ epochs: 2, averaging: 0.998, evaluationsPerEpoch: 4 }),
};

const recipeSchema = v.object(recipeEntries);
export type SentimentRecipe = v.InferOutput<typeof recipeSchema>;
