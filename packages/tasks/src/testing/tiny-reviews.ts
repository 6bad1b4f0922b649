import { Rng } from "@unroll/core";
import type { LabeledText } from "../data/labeled-text.ts";
import { labelEachClass, type SentimentData } from "../sentiment/data/sentiment-data.ts";
import type { SentimentRecipe } from "../sentiment/recipe.ts";

const WORDS = {
  positive: ["good", "great", "lovely", "superb"],
  negative: ["bad", "awful", "dull", "n't"],
  neutral: ["the", "film", "is", "a", "movie", "plot"],
};

/** Texts whose label is told by one word. */
function tinyReviews(count: number, seed: number): LabeledText[] {
  const rng = Rng.fromSeed(seed);
  const pick = (words: readonly string[]) => words[rng.nextInt(words.length)] as string;
  return Array.from({ length: count }, () => {
    const label = rng.nextInt(2) === 0 ? "negative" : "positive";
    const words = Array.from({ length: 1 + rng.nextInt(6) }, () => pick(WORDS.neutral));
    words.splice(rng.nextInt(words.length + 1), 0, pick(WORDS[label]));
    return { text: words.join(" "), label };
  });
}

/** Data that a few seconds of training learn. */
export function tinyData(): SentimentData {
  const classes = ["negative", "positive"];
  return {
    classes,
    labels: labelEachClass(classes),
    train: tinyReviews(160, 1),
    dev: tinyReviews(40, 2),
  };
}

/** A recipe for them: every kind of state a checkpoint has to keep is in it. */
export const tinyRecipe: Partial<SentimentRecipe> = {
  minCount: 1,
  embeddingSize: 6,
  hiddenSize: 5,
  embeddingDeviation: 0.5,
  embeddingDropout: 0.2,
  outputDropout: 0.2,
  epochs: 4,
  batchSize: 16,
  learningRate: 0.03,
  averaging: 0.9,
  evaluationsPerEpoch: 1,
};
