import { Rng } from "@unroll/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../testing/any-text.ts";
import { BpeTokenizer } from "./bpe-tokenizer.ts";

const texts = [
  "The quick brown fox jumps over the lazy dog, doesn't it?",
  "Der schnelle braune Fuchs springt über den faulen Hund; das geht's, nicht?",
  "L'enfant n'aime pas l'eau. Aujourd'hui j'ai 25 ans, et toi ? Tu en as 31.",
  "Übergrößenträger größer über Größe, the other brother bothers the others",
];
const tokenizer = BpeTokenizer.train(texts, { vocabularySize: 280 });

test("any text comes back", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      expect(tokenizer.decode(tokenizer.encode(` ${text}`))).toBe(` ${text}`);
    }),
    { seed: 1 },
  );
});

test("half a surrogate pair becomes U+FFFD, as in UTF-8", () => {
  expect(tokenizer.decode(tokenizer.encode("a\ud83db\udc4d"))).toBe("a\ufffdb\ufffd");
});

test("what a user types is no special token", () => {
  const special = [tokenizer.padId, tokenizer.bosId, tokenizer.eosId];
  const typed = "[PAD] [BOS] [EOS][EOS]";
  const learned = BpeTokenizer.train(Array(9).fill(typed), { vocabularySize: 400 });
  expect(learned.pieces(special)).toEqual(["[PAD]", "[BOS]", "[EOS]"]);
  expect(learned.encode(typed).filter((id) => special.includes(id))).toEqual([]);
  expect(learned.decode(learned.encode(typed))).toBe(typed);
  expect(learned.decode([1, ...learned.encode(typed), 2, 0])).toBe(typed);
});

test("a word is encoded alike within a text and behind a space", () => {
  const [first, ...rest] = tokenizer.encode(" brother");
  expect(tokenizer.encode("a brother").slice(-1 - rest.length)).toEqual([first, ...rest]);
});

test("digits stand alone, words join with their space and apostrophe", () => {
  const learned = BpeTokenizer.train(Array(9).fill("In 1998 l'an 25, don't"), {
    vocabularySize: 400,
  });
  const pieces = learned.pieces(learned.encode("In 1998 l'an 25, don't"));
  expect(pieces.join("|")).toBe("In| |1|9|9|8| l'|an| |2|5|,| don'|t");
});

test("the same texts give the same tokenizer", () => {
  const again = BpeTokenizer.train(texts.values(), { vocabularySize: 280 });
  expect(again.json).toEqual(tokenizer.json);
  expect(again.size).toBe(280);
});

test.each([
  [{ vocabularySize: 258 }, "vocabularySize must be an integer from 259 to 1048576, got 258"],
  [{ vocabularySize: 1e15 }, "vocabularySize must be"],
  [{ vocabularySize: 300.5 }, "vocabularySize must be"],
  [{ vocabularySize: 300, minCount: 0 }, "minCount must be"],
])("%j is an error", (options, message) => {
  expect(() => BpeTokenizer.train([], options)).toThrow(message);
});

describe("long texts", () => {
  // Each takes minutes where its time is quadratic.
  test.each([
    ["a word", "a".repeat(100_000)],
    ["a word of the vocabulary's pieces", "theother".repeat(12_500)],
    ["white space", `${" ".repeat(200_000)}x`],
    ["signs", "'!?".repeat(50_000)],
    ["marks", "\u0301".repeat(100_000)],
    ["a megabyte", "The brother bothers 25 others. ".repeat(33_000)],
  ])("%s", (_, text) => {
    const ids = tokenizer.encode(text);
    // Not toBe, which would look for what differs.
    expect(tokenizer.decode(ids) === text).toBe(true);
    expect(ids.length).toBeLessThanOrEqual(2 * text.length);
  });

  test("a long word is learned from", () => {
    const learned = BpeTokenizer.train(["ab".repeat(50_000), "a".repeat(50_000)], {
      vocabularySize: 1000,
    });
    expect(learned.encode("ab".repeat(64))).toHaveLength(1);
    expect(learned.encode("a".repeat(128))).toHaveLength(1);
  });
});

describe("dropout", () => {
  const text = "the brothers of the others";
  const draw = (seed: number, dropout: number) =>
    tokenizer.encode(text, { dropout, rng: Rng.fromSeed(seed) });

  test("gives other tokens of the same text, the same for the same seed", () => {
    expect(draw(1, 0.5)).toEqual(draw(1, 0.5));
    expect(draw(1, 0.5)).not.toEqual(draw(2, 0.5));
    expect(tokenizer.decode(draw(1, 0.5))).toBe(text);
    expect(draw(1, 0)).toEqual(tokenizer.encode(text));
    expect(draw(1, 1)).toHaveLength(text.length);
  });

  test("leaves out each merge with its probability, and asks again after the next merge", () => {
    // Merges: ab, then cd. A word abcd has both.
    const learned = BpeTokenizer.train(["ab ab ab", "ab", "cd cd cd"], { vocabularySize: 400 });
    const rng = Rng.fromSeed(3);
    const draws = 4000;
    const counts: Record<string, number> = {};
    for (let i = 0; i < draws; i++) {
      const pieces = learned.pieces(learned.encode("abcd", { dropout: 0.5, rng })).join("|");
      counts[pieces] = (counts[pieces] ?? 0) + 1 / draws;
    }
    expect(Object.keys(counts)).toHaveLength(4);
    expect(counts["ab|cd"]).toBeCloseTo(0.375, 1.5);
    expect(counts["ab|c|d"]).toBeCloseTo(0.25, 1.5);
    expect(counts["a|b|cd"]).toBeCloseTo(0.125, 1.5);
    expect(counts["a|b|c|d"]).toBeCloseTo(0.25, 1.5);
  });

  test.each([-0.1, 1.1, Number.NaN])("%j is no probability", (dropout) => {
    expect(() => draw(1, dropout)).toThrow(
      `must be from 0 to 1 and come with an rng, got ${dropout}`,
    );
  });

  test("needs an rng", () => {
    expect(() => tokenizer.encode("a", { dropout: 0.1 })).toThrow("got 0.1 and none");
  });
});
