import { memory } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { wasm } from "@unroll/backend-wasm";
import { ConfigError, DataError, memoryStorage, type Storage, useBackend } from "@unroll/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pipeline as loadPipeline } from "../files/load-pipeline.ts";
import { tinyTranslationData, tinyTranslationRecipe } from "../testing/tiny-pairs.ts";
import { train } from "../training/train.ts";
import type { Translation } from "./translation.ts";

const { dev, train: pairs } = tinyTranslationData();
const sources = dev.map(({ source }) => source);
/** A model that has learned something, and is often unsure. */
let files: Storage;
let translation: Translation;

beforeAll(async () => {
  await useBackend(cpu());
  files = memoryStorage();
  const recipe = { ...tinyTranslationRecipe, epochs: 15, dropout: 0, subwordDropout: 0 };
  const data = { train: pairs, dev: dev.slice(0, 2) };
  const { pipeline } = await train("translation", { data, recipe, seed: 7 });
  translation = pipeline;
  await pipeline.save(files);
});
afterAll(() => translation.dispose());

test("attention adds up to 1 over the tokens that were read", async () => {
  const sentences = await translation.translateSentences(sources, { returnAttention: true });
  for (const { sourceTokens, candidates } of sentences) {
    const [{ tokens, attention = [] } = { tokens: [] }] = candidates;
    expect(attention).toHaveLength(tokens.length);
    for (const row of attention) {
      // Others of the batch are longer: what lies past the sentence is not looked at.
      const read = row.subarray(0, sourceTokens.length);
      expect(read.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(row.subarray(sourceTokens.length).every((share) => share === 0)).toBe(true);
    }
  }
});

test("answers are those of each text alone, in any batch", async () => {
  const together = await translation.run(sources);
  for (const [i, source] of sources.entries()) {
    expect(await translation.run(source)).toEqual(together[i]);
  }
});

test("cpu and wasm translate alike", async () => {
  const expected = await translation.run(sources);
  await useBackend(wasm());
  const onWasm = await loadPipeline("translation", { model: files });
  expect(await onWasm.run(sources)).toEqual(expected);
  const alone = await Promise.all(sources.map((source) => onWasm.run(source)));
  expect(alone).toEqual(expected);
  onWasm.dispose();
  await useBackend(cpu());
});

test("a stream's pieces are the translation", async () => {
  const text = `${sources.slice(0, 3).join(" ")}\n\n${sources[3]}\n`;
  for (const options of [{ numBeams: 1 }, {}, { seed: 3 }]) {
    const pieces: string[] = [];
    for await (const piece of translation.stream(text, options)) pieces.push(piece);
    const { translationText } = await translation.run(text, options);
    expect(pieces.join("")).toBe(translationText);
    expect(pieces.length).toBeGreaterThan(7);
  }
});

test("white space between sentences stays as it is", async () => {
  const { translationText } = await translation.run("  I see two dogs.\n\n\tI buy one cats.  \n");
  expect(translationText).toMatch(/^ {2}\S.*\S\n\n\t\S.*\S {2}\n$/su);
});

describe("any text has a translation", () => {
  test.each([
    ["nothing", "", ""],
    ["white space alone", " \n\t ", " \n\t "],
  ])("%s", async (_, text, expected) => {
    expect(await translation.run(text)).toEqual({ translationText: expected });
  });

  test.each([
    ["a character", "x"],
    ["a control character", "\u0000\u0007"],
    ["half a surrogate pair", "I see \ud800 dogs"],
    ["another language", "我看见两只狗。"],
    ["an emoji", "👩‍👩‍👧"],
    ["a sentence of 2,000 words", "two dogs ".repeat(1000)],
  ])("%s", async (_, text) => {
    const { translationText } = await translation.run(text, { numBeams: 1, maxLength: 12 });
    expect(typeof translationText).toBe("string");
  });

  test("what is no text is refused", async () => {
    await expect(translation.run(5 as never)).rejects.toThrow(DataError);
    await expect(translation.run(["a", null] as never)).rejects.toThrow("got object at 1");
  });
});

test("n-best translations come with scores, the best first, and tell what each token is", async () => {
  const [sentence] = await translation.sentences("I see two dogs.", { numReturnSequences: 3 });
  expect(sentence?.source).toBe("I see two dogs.");
  expect(sentence?.sourceTokens.at(-1)).toBe("[EOS]");
  const scores = sentence?.candidates.map(({ score }) => score) as number[];
  expect(scores).toHaveLength(3);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  const texts = sentence?.candidates.map(({ text }) => text);
  expect(new Set(texts).size).toBe(3);
});

test("sampling is determined by its seed", async () => {
  const options = { seed: 1, temperature: 1.5 };
  const first = await translation.run(sources, options);
  expect(await translation.run(sources, options)).toEqual(first);
  expect(await translation.run(sources, { ...options, seed: 2 })).not.toEqual(first);
});

test("options that make no sense are refused before work starts", async () => {
  await expect(translation.run("I", { numBeams: 0 })).rejects.toThrow(ConfigError);
  await expect(translation.run("I", { seed: 1, topP: 2 })).rejects.toThrow(ConfigError);
});

describe("long work", () => {
  const text = Array.from({ length: 200 }, (_, i) => sources[i % sources.length]).join(" ");
  let tensors = 0;
  beforeEach(() => {
    tensors = memory().numTensors;
  });

  test("tells how far it is", async () => {
    const seen: number[] = [];
    await translation.run(text, { numBeams: 1, onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(200);
    expect(seen.length).toBeGreaterThan(2);
    expect(memory().numTensors).toBe(tensors);
  });

  test("is cancelled, and leaves nothing behind", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const work = translation.run(text, { signal, onProgress: () => controller.abort() });
    await expect(work).rejects.toThrow("abort");
    expect(memory().numTensors).toBe(tensors);
  });
});
