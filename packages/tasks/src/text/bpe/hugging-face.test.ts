import { readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../testing/any-text.ts";
import { BpeTokenizer } from "./bpe-tokenizer.ts";

// From Hugging Face's tokenizers for Python, by fixtures/make-subwords.py.
const golden: {
  pre_tokenizer: unknown;
  decoder: unknown;
  vocabularySize: number;
  texts: string[];
  vocab: string[];
  merges: string[];
  cases: { text: string; ids: number[] }[];
} = JSON.parse(readFileSync(new URL("./fixtures/subwords.json", import.meta.url), "utf8"));

const { vocabularySize, texts, cases } = golden;
const tokenizer = BpeTokenizer.train(texts, { vocabularySize });
const { json } = tokenizer;

const likeThose = fc.string({ unit: fc.constantFrom(..."theöü'’ \n5é,") });
const asItIs = { clean_up_tokenization_spaces: false };

describe("in Python", () => {
  test("Hugging Face learns what we learn", () => {
    expect(json.pre_tokenizer).toEqual(golden.pre_tokenizer);
    expect(json.decoder).toEqual(golden.decoder);
    const ids = Object.entries(json.model.vocab).sort(([, a], [, b]) => a - b);
    expect(ids.map(([token]) => token)).toEqual(golden.vocab);
    expect(json.model.merges).toEqual(golden.merges);
    expect(tokenizer.size).toBe(vocabularySize);
  });

  test.each(cases)("it encodes as we do: $text", ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids);
    expect(tokenizer.decode(ids)).toBe(text);
  });
});

describe("in JavaScript", () => {
  const library = new Tokenizer(json, {});
  const encode = (text: string) => library.encode(text, { add_special_tokens: false }).ids;

  test.each(cases)("it encodes as we do: $text", ({ text, ids }) => {
    expect(encode(text)).toEqual(ids);
  });

  test("it encodes any text as we do, and decodes it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, likeThose), (text) => {
        const ids = tokenizer.encode(text);
        expect(encode(text)).toEqual(ids);
        const decoded = ids.length > 0 ? library.decode(ids, asItIs) : "";
        expect(decoded).toBe(tokenizer.decode(ids));
      }),
      { seed: 1 },
    );
  });

  test("it makes half a surrogate pair U+FFFD too", () => {
    expect(encode("a\ud83d\udc4d\udc4db\ud83d")).toEqual(tokenizer.encode("a👍\ufffdb\ufffd"));
  });
});
