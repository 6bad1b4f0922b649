import { cpu } from "@unroll/backend-cpu";
import {
  CheckpointError,
  MODEL_WEIGHTS,
  memoryStorage,
  type Storage,
  UnrollError,
  useBackend,
} from "@unroll/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { pipeline as loadPipeline } from "../files/load-pipeline.ts";
import { expectTensors } from "../testing/expect-tensors.ts";
import { tinyData, tinyRecipe } from "../testing/tiny-reviews.ts";
import { train } from "../training/train.ts";
import type { SentimentAnalysis } from "./sentiment-analysis.ts";

let pipeline: SentimentAnalysis;
beforeAll(async () => {
  await useBackend(cpu());
  ({ pipeline } = await train("sentiment-analysis", {
    data: tinyData(),
    recipe: tinyRecipe,
    seed: 1,
  }));
});
afterAll(() => pipeline.dispose());

describe("run", () => {
  test("answers a text with a label and its score, texts with a list of them", async () => {
    const answer = await pipeline.run("The film is GREAT");
    expect(answer).toEqual({ label: "positive", score: expect.any(Number) });
    expect(answer.score).toBeGreaterThan(0.5);
    expect(answer.score).toBeLessThanOrEqual(1);
    const answers = await pipeline.run(["a superb plot", "it isn't", "the awful movie"]);
    expect(answers.map(({ label }) => label)).toEqual(["positive", "negative", "negative"]);
    expect(await pipeline.run([])).toEqual([]);
  });

  test("topK gives the best few labels, for a text and for texts", async () => {
    const all = await pipeline.run("an awful film", { topK: 5 });
    expect(all.map(({ label }) => label)).toEqual(["negative", "positive"]);
    expect(all.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 12);
    expect(await pipeline.run(["an awful film"], { topK: 1 })).toEqual([[all[0]]]);
  });

  test("a text's answer does not depend on the texts beside it", async () => {
    const texts = Array.from({ length: 150 }, (_, i) => `${"the ".repeat((i * 7) % 40)}good ${i}`);
    const together = await pipeline.run(texts);
    for (const i of [0, 33, 149]) {
      const alone = await pipeline.run(texts[i] as string);
      expect(together[i]?.label).toBe(alone.label);
      expect(together[i]?.score).toBeCloseTo(alone.score, 6);
    }
  });

  test.each([
    ["nothing", ""],
    ["white space", " \n\t "],
    ["unknown words only", "zorp quux"],
    ["emoji", "👍🏽😀👨‍👩‍👧"],
    ["another script", "это плохо 日本語 हिन्दी العربية"],
    ["a lone surrogate", "\ud83d"],
    ["names of properties", "constructor __proto__"],
    ["10,000 words", "a good film ".repeat(3334)],
  ])("%s gets an answer", async (_, text) => {
    await expectTensors(0, async () => {
      const { label, score } = await pipeline.run(text);
      expect(["negative", "positive"]).toContain(label);
      expect(score).toBeGreaterThanOrEqual(0.5);
    });
  });

  test("more than 65,536 words are refused by number", async () => {
    const texts = ["good", "bad ".repeat(65537)];
    await expect(pipeline.run(texts)).rejects.toThrow(/at most 65536 words, got 65537 in text 1/);
  });

  test("a signal stops it between batches", async () => {
    const controller = new AbortController();
    const texts = Array.from({ length: 200 }, () => "good");
    const { signal } = controller;
    await expectTensors(0, () =>
      expect(
        pipeline.scores(texts, { signal, onProgress: () => controller.abort() }),
      ).rejects.toThrow(/abort/i),
    );
    await expect(pipeline.run("good", { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

describe("prefixes", () => {
  test("an answer after every word, as it was written; the last is that of the whole text", async () => {
    const text = "  The film isn't\ngood! ";
    const answers = await expectTensors(0, () => pipeline.prefixes(text));
    expect(answers.map(({ word }) => word)).toEqual(["The", "film", "isn't", "good!"]);
    expect(answers.map((answer) => answer.text)).toEqual([
      "  The",
      "  The film",
      "  The film isn't",
      "  The film isn't\ngood!",
    ]);
    const { label, score } = await pipeline.run(text);
    expect(answers.at(-1)).toMatchObject({ label, score: expect.closeTo(score, 6) });
    expect(answers[0]?.scores.map((entry) => entry.label)).toEqual(["negative", "positive"]);
  });

  test("no words, no answers", async () => {
    expect(await pipeline.prefixes(" ")).toEqual([]);
  });

  test("more words than a chunk holds", async () => {
    const answers = await pipeline.prefixes("good ".repeat(300));
    expect(answers).toHaveLength(300);
    expect(answers[299]?.text).toHaveLength(1499);
  });
});

describe("save and load", () => {
  const texts = ["a superb plot", "it isn't", "zorp", ""];

  async function saved(dtype?: "F16" | "F32"): Promise<Storage> {
    const storage = memoryStorage();
    await pipeline.save(storage, { dtype });
    return storage;
  }

  test("a loaded pipeline gives the same answers", async () => {
    const storage = await saved();
    await expectTensors(0, async () => {
      const loaded = await loadPipeline("sentiment-analysis", { model: storage });
      expect(loaded.config).toEqual(pipeline.config);
      expect(await loaded.run(texts)).toEqual(await pipeline.run(texts));
      loaded.dispose();
    });
  });

  test("F16 takes half the space and gives nearly the same", async () => {
    const storage = await saved("F16");
    const whole = await (await saved()).read(MODEL_WEIGHTS);
    const half = await storage.read(MODEL_WEIGHTS);
    expect(half?.length).toBeLessThan(0.7 * (whole?.length ?? 0));
    const loaded = await loadPipeline("sentiment-analysis", { model: storage });
    const answers = await loaded.run(texts);
    for (const [i, { label, score }] of (await pipeline.run(texts)).entries()) {
      expect(answers[i]).toEqual({ label, score: expect.closeTo(score, 2) });
    }
    loaded.dispose();
  });

  test("labels may have the names of properties", async () => {
    const storage = await saved();
    const config = new TextDecoder().decode(await storage.read("config.json"));
    const renamed = config.replace('"negative": [', '"constructor": [');
    await storage.write("config.json", new TextEncoder().encode(renamed));
    const loaded = await loadPipeline("sentiment-analysis", { model: storage });
    expect(loaded.labels).toEqual(["constructor", "positive"]);
    loaded.dispose();
  });

  test("an unknown task is refused", async () => {
    const wrong = loadPipeline("sentiment" as "sentiment-analysis", { model: await saved() });
    await expect(wrong).rejects.toThrow(/one of sentiment-analysis, .*, got "sentiment"/);
  });

  const changed = async (name: string, change: (text: string) => string) => {
    const storage = await saved();
    const text = new TextDecoder().decode(await storage.read(name));
    await storage.write(name, new TextEncoder().encode(change(text)));
    return expectTensors(0, () => loadPipeline("sentiment-analysis", { model: storage }));
  };

  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      "another task",
      "config.json",
      (s) => s.replace("sentiment-analysis", "translation"),
      /key "task" must be "sentiment-analysis"/,
    ],
    [
      "a later version",
      "config.json",
      (s) => s.replace('"version": 1', '"version": 2'),
      /key "version" must be 1, got 2/,
    ],
    [
      "a class twice",
      "config.json",
      (s) => s.replace(/"negative": \[\s*0/, '"negative": [1'),
      /the labels must name different classes/,
    ],
    [
      "a class too many",
      "config.json",
      (s) => s.replace(/"negative": \[\s*0/, '"negative": [5'),
      /the labels must name different classes/,
    ],
    [
      "another vocabulary",
      "config.json",
      (s) => s.replace(/"vocabularySize": \d+/, '"vocabularySize": 99'),
      /"vocabularySize" must be the tokenizer's/,
    ],
    [
      "a size of petabytes",
      "config.json",
      (s) => s.replace('"hiddenSize": 5', '"hiddenSize": 10000000'),
      /config.json: the sizes must be those of the weights, which are \d+ numbers at most/,
    ],
    [
      "another size",
      "config.json",
      (s) => s.replace('"hiddenSize": 5', '"hiddenSize": 4'),
      /model.safetensors: .*of another shape/,
    ],
    ["no config", "config.json", () => "", /an empty file/],
  ])("%s is refused", async (_, name, change, message) => {
    await expect(changed(name, change)).rejects.toThrow(CheckpointError);
    await expect(changed(name, change)).rejects.toThrow(message);
  });

  test("a missing file is named", async () => {
    const storage = await saved();
    await storage.remove(MODEL_WEIGHTS);
    await expect(loadPipeline("sentiment-analysis", { model: storage })).rejects.toThrow(
      /memory:model.safetensors: the file must be there/,
    );
  });
});

test("evaluation counts, reports progress and can be stopped", async () => {
  const { dev } = tinyData();
  const progress: number[] = [];
  const { examples, confusion } = await evaluate(pipeline, dev, {
    onProgress: (done) => progress.push(done),
  });
  expect(progress).toEqual([dev.length]);
  expect(examples).toBe(dev.length);
  const { negative, positive } = confusion ?? {};
  expect(
    [negative, positive].flatMap((row) => Object.values(row ?? {})).reduce((a, b) => a + b),
  ).toBe(dev.length);
  await expect(evaluate(pipeline, dev, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test("a disposed pipeline says so", async () => {
  const storage = memoryStorage();
  await pipeline.save(storage);
  await expectTensors(0, async () => {
    const other = await loadPipeline("sentiment-analysis", { model: storage });
    other.dispose();
    other.dispose();
    await expect(other.run("good")).rejects.toThrow(UnrollError);
    await expect(other.prefixes("good")).rejects.toThrow(/must not be disposed/);
    await expect(other.save(storage)).rejects.toThrow(/must not be disposed/);
  });
});
