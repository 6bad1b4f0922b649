import { cpu } from "@unroll/backend-cpu";
import { ConfigError, DataError, memoryStorage, useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import * as api from "./index.ts";
import { tinyData, tinyRecipe } from "./testing/tiny-reviews.ts";

// As JavaScript calls it: no type stands in the way.
// biome-ignore lint/suspicious/noExplicitAny: what is tested is what the types forbid
const { pipeline, train, evaluate } = api as any;
const task = "sentiment-analysis";

beforeAll(() => useBackend(cpu()));

test.each([
  [
    () => pipeline(),
    "pipeline: the task must be one of sentiment-analysis, translation, or an object of the type Task, got undefined",
  ],
  [
    () => pipeline({}, { model: memoryStorage() }),
    "pipeline: the task must be one of sentiment-analysis, translation, or an object of the type Task, got another object",
  ],
  [
    () => pipeline(task),
    "pipeline: options must be an object, got undefined. Pass such as { model: sentimentEn }.",
  ],
  [() => pipeline(task, {}), "openModel: a model must be"],
  [
    () => train("sentiment"),
    'train: the task must be one of sentiment-analysis, translation, or an object of the type Task, got "sentiment"',
  ],
  [
    () => train(task),
    "train: options must be an object, got undefined. Pass such as { data, seed: 42 }.",
  ],
  [() => evaluate(), "evaluate: the pipeline must be one of a task, got undefined"],
])("%s is a ConfigError that says what to pass", async (call, message) => {
  await expect(call()).rejects.toThrow(message);
  await expect(call()).rejects.toThrow(ConfigError);
});

test.each([
  [undefined, "data.classes must be texts in an array, got undefined"],
  [{ labels: undefined }, "data.labels must be lists of class indices by label, got undefined"],
  [{ dev: undefined }, "data.dev must be an array of { text, label }, got undefined"],
  [
    { train: [{ label: "positive" }] },
    "the text of each of data.train must be texts in an array, got undefined at 0",
  ],
  [{ dev: ["good"] }, "the text of each of data.dev must be texts in an array, got undefined at 0"],
])("training data with %o are refused by the part that is wrong", async (change, message) => {
  const data = change && { ...tinyData(), ...change };
  const call = () => train(task, { data });
  await expect(call()).rejects.toThrow(`train: ${message}. Pass `);
  await expect(call()).rejects.toThrow(DataError);
});

test("a pipeline names an input that is none", async () => {
  const recipe = { ...tinyRecipe, epochs: 1 };
  const { pipeline: judge } = await train(task, { data: tinyData(), recipe });
  for (const call of [
    () => judge.run(),
    () => judge.run(3),
    () => judge.run(["good", 3]),
    () => judge.scores(),
    () => judge.prefixes(),
    () => evaluate(judge),
    () => evaluate(judge, "good"),
    () => evaluate(judge, [{ label: "positive" }]),
  ]) {
    await expect(call()).rejects.toThrow(DataError);
  }
  await expect(judge.run(["good", 3])).rejects.toThrow(
    "SentimentAnalysis: the input must be texts in an array, got number at 1. Pass such as",
  );
  for (const topK of [0, 1.5, "two"]) {
    await expect(judge.run("good", { topK })).rejects.toThrow(
      `SentimentAnalysis.run: topK must be a positive integer, got ${topK}. `,
    );
  }
  await expect(judge.save("model")).rejects.toThrow('storage must be a storage, got "model". ');
  judge.dispose();
});
