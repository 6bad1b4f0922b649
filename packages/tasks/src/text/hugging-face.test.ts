import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WordTokenizer } from "./word-tokenizer.ts";

// From Hugging Face's tokenizers for Python, by fixtures/make-words.py.
const golden: {
  tokenizer: unknown;
  cases: { text: string; words: string[]; ids: number[] }[];
} = JSON.parse(readFileSync(new URL("./fixtures/words.json", import.meta.url), "utf8"));

const tokenizer = WordTokenizer.train(golden.cases.slice(0, 12).map(({ text }) => text));

test("the golden values are those of our tokenizer.json", () => {
  expect(tokenizer.json).toEqual(golden.tokenizer);
});

test.each(golden.cases)("Hugging Face splits as we do: $text", ({ text, words, ids }) => {
  expect(tokenizer.split(text)).toEqual(words);
  expect(tokenizer.encode(text)).toEqual(ids);
});
