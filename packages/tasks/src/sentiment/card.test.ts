import { expect, test } from "vitest";
import { sentimentCard } from "./card.ts";
import type { SentimentConfig } from "./config.ts";
import { sentimentRecipe } from "./recipe.ts";

const config: SentimentConfig = {
  format: "unroll",
  version: 1,
  task: "sentiment-analysis",
  vocabularySize: 8217,
  embeddingSize: 64,
  hiddenSize: 32,
  pooling: "max",
  classes: ["awful", "neutral", "good"],
  labels: { negative: [0], positive: [2] },
  training: { seed: 7, examples: 1234, recipe: sentimentRecipe },
};

test("a card says what the model is made of, how to make it again and how good it is", () => {
  const confusion = {
    negative: { negative: 3, positive: 1 },
    positive: { negative: 0, positive: 4 },
  };
  const figures = { dev: { examples: 8, accuracy: 0.875, macroF1: 0.8730158, confusion } };
  const card = sentimentCard({
    config,
    data: "reviews",
    command: "unroll train ...",
    about: "CC BY.\n",
    figures,
  });
  for (const part of [
    "CC BY.\n\n|",
    "| Answers (from classes) | negative (awful); positive (good) |",
    "| Vocabulary | 8217 words |",
    "| Data | reviews |",
    "| Training texts | 1234 |",
    "| Seed | 7 |",
    "| dev | 8 | 0.8750 | 0.8730 |",
    "| negative | 3 | 1 |\n| positive | 0 | 4 |",
    "```sh\nunroll train ...\n```",
    `"learningRate": ${sentimentRecipe.learningRate}`,
  ]) {
    expect(card).toContain(part);
  }
  expect(card.endsWith("\n")).toBe(true);
});

test("a model of unknown origin has a card too", () => {
  const { training: _, ...bare } = config;
  expect(sentimentCard({ config: bare, data: "?", command: "?", figures: {} })).not.toContain(
    "Seed",
  );
});
