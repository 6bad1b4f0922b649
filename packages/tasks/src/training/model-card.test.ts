import { expect, test } from "vitest";
import type { Sentiment } from "../sentiment/sentiment-analysis.ts";
import { sentimentAnalysis } from "../sentiment/task.ts";
import type { ModelConfig } from "../task.ts";
import { modelCard } from "./model-card.ts";
import { completeRecipe } from "./recipe.ts";

const recipe = completeRecipe<Sentiment["recipe"]>(sentimentAnalysis.recipe, {});
const config: ModelConfig<Sentiment> = {
  format: "unroll",
  version: 1,
  task: "sentiment-analysis",
  vocabularySize: 8217,
  embeddingSize: 64,
  hiddenSize: 32,
  pooling: "max",
  classes: ["awful", "neutral", "good"],
  labels: { negative: [0], positive: [2] },
  training: { seed: 7, examples: 1234, recipe },
};

test("a card says what the model is made of, how to make it again and how good it is", () => {
  const confusion = {
    negative: { negative: 3, positive: 1 },
    positive: { negative: 0, positive: 4 },
  };
  const figures = { accuracy: 0.875, macroF1: 0.8730158 };
  const card = modelCard(sentimentAnalysis, config, {
    data: "reviews",
    command: "unroll train ...",
    about: "CC BY.\n",
    judgements: { dev: { examples: 8, figures, confusion } },
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
    `"learningRate": ${recipe.learningRate}`,
  ]) {
    expect(card).toContain(part);
  }
  expect(card.endsWith("\n")).toBe(true);
});

test("a model of unknown origin has a card too", () => {
  const { training: _, ...bare } = config;
  const card = modelCard(sentimentAnalysis, bare, { data: "?", command: "?", judgements: {} });
  expect(card).not.toContain("Seed");
});
