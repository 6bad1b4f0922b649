import * as v from "valibot";
import { recipeSchema } from "./recipe.ts";

/** The task's name, as Hugging Face has it. */
export const SENTIMENT_TASK = "sentiment-analysis";

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** config.json of a sentiment model: plain data that describes the model and its answers. */
export const sentimentConfigSchema = v.pipe(
  v.object({
    format: v.literal("unroll"),
    version: v.literal(1),
    task: v.literal(SENTIMENT_TASK),
    /** Rows of the embedding: the size of the tokenizer's vocabulary. */
    vocabularySize: size,
    embeddingSize: size,
    /** Of each direction of the LSTM. */
    hiddenSize: size,
    pooling: v.picklist(["last", "mean", "max"]),
    /** What the model was trained to tell apart: the outputs of its last layer. */
    classes: v.pipe(v.array(v.string()), v.minLength(2)),
    /**
     * What it answers, and which classes each answer sums up. A class of no label, such as
     * "neutral", is learned and not answered.
     */
    labels: v.pipe(v.record(v.string(), v.pipe(v.array(count), v.minLength(1))), v.minEntries(2)),
    /** How it was trained. */
    training: v.optional(
      v.object({
        seed: count,
        /** How many texts it was trained on. */
        examples: count,
        recipe: recipeSchema,
      }),
    ),
  }),
  v.check(({ labels, classes }) => {
    const used = Object.values(labels).flat();
    return new Set(used).size === used.length && used.every((index) => index < classes.length);
  }, "the labels must name different classes, by their index"),
);

export type SentimentConfig = v.InferOutput<typeof sentimentConfigSchema>;
