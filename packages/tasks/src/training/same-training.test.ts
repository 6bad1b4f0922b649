import { memoryStorage } from "@unroll/core";
import { expect, test } from "vitest";
import type { Sentiment } from "../sentiment/sentiment-analysis.ts";
import { sentimentAnalysis } from "../sentiment/task.ts";
import type { ModelConfig } from "../task.ts";
import { WordTokenizer } from "../text/word-tokenizer.ts";
import { completeRecipe } from "./recipe.ts";
import { requireSameTraining } from "./same-training.ts";

const tokenizer = WordTokenizer.train(["a good film", "a bad film"]);

function config(recipe: Partial<Sentiment["recipe"]>, seed = 1): ModelConfig<Sentiment> {
  return {
    format: "unroll",
    version: 1,
    task: "sentiment-analysis",
    vocabularySize: tokenizer.size,
    embeddingSize: 4,
    hiddenSize: 4,
    pooling: "max",
    classes: ["negative", "positive"],
    labels: { negative: [0], positive: [1] },
    training: { seed, examples: 2, recipe: completeRecipe(sentimentAnalysis.recipe, recipe) },
  };
}

/** Starts a training, then goes on with another config. */
async function goOn(first: ModelConfig<Sentiment>, second: ModelConfig<Sentiment>) {
  const storage = memoryStorage();
  const parts = { tokenizer };
  await requireSameTraining(sentimentAnalysis, storage, { config: first, parts }, false);
  const before = await storage.read("config.json");
  await requireSameTraining(sentimentAnalysis, storage, { config: second, parts }, true);
  expect(await storage.read("config.json")).toEqual(before);
}

const started = { epochs: 4, patience: 2, learningRate: 0.01 };

test.each([
  ["the same", {}],
  ["more epochs", { epochs: 5 }],
  ["another patience", { patience: 1 }],
  ["no patience", { patience: null }],
  ["another learning rate", { learningRate: 0.1 }],
])("it goes on with %s", async (_, change) => {
  await goOn(config(started), config({ ...started, ...change }));
});

test.each<[string, Partial<Sentiment["recipe"]>, RegExp]>([
  ["fewer epochs", { epochs: 3 }, /training\.recipe\.epochs must be 3 as in this training, got 4/],
  ["another batch size", { batchSize: 8 }, /training\.recipe\.batchSize must be 8 .*, got 64/],
  ["another pooling", { pooling: "last" }, /recipe\.pooling must be "last" .*, got "max"/],
])("it does not go on with %s", async (_, change, message) => {
  await expect(goOn(config(started), config({ ...started, ...change }))).rejects.toThrow(message);
});

test("nor with another seed, nor with a label more or fewer", async () => {
  await expect(goOn(config(started), config(started, 2))).rejects.toThrow(
    /training\.seed must be 2/,
  );
  const more = { ...config(started), labels: { negative: [0], positive: [1], mixed: [0] } };
  const fewer = { ...config(started), labels: { negative: [0], mixed: [1] } };
  await expect(goOn(config(started), fewer)).rejects.toThrow(/labels\.\w+ must be/);
  await expect(goOn(config(started), { ...more, labels: { ...more.labels } })).rejects.toThrow(
    /labels\.mixed must be \[0\] as in this training, got undefined/,
  );
});
