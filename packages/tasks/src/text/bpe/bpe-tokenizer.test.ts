import { Tokenizer } from "@huggingface/tokenizers";
import { memoryStorage, Rng } from "@unroll/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BpeTokenizer } from "./bpe-tokenizer.ts";

const texts = [
  "The quick brown fox jumps over the lazy dog, doesn't it?",
  "Der schnelle braune Fuchs springt über den faulen Hund; das geht's, nicht?",
  "L'enfant n'aime pas l'eau. Aujourd'hui j'ai 25 ans, et toi ? Tu en as 31.",
  "Übergrößenträger größer über Größe, the other brother bothers the others",
];
const tokenizer = BpeTokenizer.train(texts, { vocabularySize: 320 });
const library = new Tokenizer(tokenizer.json, {});

const UNUSUAL = [
  "",
  " ",
  "a  b   c",
  "\r\n\tx\u0000\u001b[31m\u007f\u0085\u00a0\u2028\u3000y\n",
  "\ufeffmark",
  "[EOS] [PAD]",
  "l'l''l'’5's",
  "cre\u0300me \u0301x हिन्दी مَرْحَبًا",
  "1½²Ⅷ٣ 20.000,5",
  "👍🏽 👨‍👩‍👧 ❤️1️⃣ok",
  "日本語テキスト",
];

test.each(UNUSUAL)("%j is encoded as the library does, and comes back", (text) => {
  const ids = tokenizer.encode(text);
  expect(ids).toEqual(library.encode(text, { add_special_tokens: false }).ids);
  expect(tokenizer.decode(ids)).toBe(text);
});

test("any text comes back, and is encoded as the library does", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."theöü' ’\n5é") }),
  );
  fc.assert(
    fc.property(text, (text) => {
      const ids = tokenizer.encode(text);
      expect(tokenizer.decode(ids)).toBe(text);
      expect(ids).toEqual(library.encode(text, { add_special_tokens: false }).ids);
    }),
    { seed: 1 },
  );
});

test("half a surrogate pair becomes U+FFFD, as in UTF-8", () => {
  expect(tokenizer.decode(tokenizer.encode("a\ud83db\udc4d"))).toBe("a\ufffdb\ufffd");
});

describe("dropout", () => {
  const text = "the brothers of the others";

  test("gives other tokens of the same text, the same for the same seed", () => {
    const draw = (seed: number, dropout = 0.5) =>
      tokenizer.encode(text, { dropout, rng: Rng.fromSeed(seed) });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(tokenizer.decode(draw(1))).toBe(text);
    expect(draw(1, 1)).toHaveLength(text.length);
  });
});

test("a saved tokenizer is the same when it is loaded", async () => {
  const storage = memoryStorage();
  await tokenizer.save(storage);
  const loaded = await BpeTokenizer.load(storage);
  expect(loaded.json).toEqual(tokenizer.json);
  expect(loaded.encode("the brother")).toEqual(tokenizer.encode("the brother"));
});
