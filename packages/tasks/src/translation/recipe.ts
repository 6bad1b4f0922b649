import * as v from "valibot";
import { hyperParameters, trainingEntries } from "../training/recipe.ts";
import { architectureEntries } from "./architecture.ts";
import { languageSchema } from "./config.ts";

const { size, rate } = hyperParameters;

/** All that shapes a translation model and its training, with the values found for Tatoeba's sentences. */
export const recipeEntries = {
  source: v.optional(v.pipe(languageSchema, v.description("the language that is read")), "en"),
  target: v.optional(v.pipe(languageSchema, v.description("the language that is written")), "de"),
  /** Subwords, of both languages together. */
  vocabularySize: v.optional(size, 6000),
  ...architectureEntries,
  /** Share dropped of the embeddings, of what lies between layers, and of what the output layer reads. */
  dropout: v.optional(rate, 0.1),
  /** Share of the merges that are skipped when a sentence is read in training (Provilkov 2020). */
  subwordDropout: v.optional(rate, 0),
  /**
   * Share of the names and numbers, those that both sides have in common, in whose place others are made up: so
   * a model learns to copy what it has never seen.
   */
  madeUpNames: v.optional(rate, 0.2),
  labelSmoothing: v.optional(rate, 0.1),
  /**
   * Share of the target's tokens that the decoder is given as it would have chosen them itself (Bengio 2015).
   * Above 0 a step takes a second pass forward.
   */
  scheduledSampling: v.optional(rate, 0),
  /** Sentence pairs with more tokens on a side are not trained on. */
  maxTokens: v.optional(size, 64),
  ...trainingEntries({
    epochs: 6,
    batchSize: 64,
    learningRate: 0.003,
    warmupSteps: 400,
    clipNorm: 1,
    averaging: 0.999,
  }),
};

const recipeSchema = v.object(recipeEntries);
export type TranslationRecipe = v.InferOutput<typeof recipeSchema>;
