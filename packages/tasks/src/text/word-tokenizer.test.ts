import { memoryStorage } from "@unroll/core";
import { describe, expect, test } from "vitest";
import { WordTokenizer } from "./word-tokenizer.ts";

const split = (text: string) => WordTokenizer.train([text]).split(text).join(" ");

describe("English text", () => {
  test.each([
    ["That movie is awful!", "that movie is awful !"],
    ["It doesn't work; I CAN'T, won't.", "it does n't work ; i ca n't , wo n't ."],
    ["It’s hers, they’ll say we've", "it 's hers , they 'll say we 've"],
    ["cannot", "can not"],
    ["o'clock rock'n'roll 'em '70s", "o'clock rock'n'roll 'em '70s"],
    ["wait.... what… -- no — yes–no", "wait ... what ... -- no -- yes -- no"],
    ["“so” ``what'' \"now\"", '" so " " what " " now "'],
    ["J.R.R. Tolkien, Mr. Big vs. the U.S.", "j.r.r. tolkien , mr. big vs. the u.s."],
    ["10,000 of 1.5 in 24/7", "10,000 of 1.5 in 24 / 7"],
    ["a well-made R&B-film", "a well-made r&b-film"],
    ["nice :) bad :-( love <3", "nice :) bad :-( love <3"],
    ["(really)", "( really )"],
    ["👍🏽 👨‍👩‍👧 ok", "👍 🏽 👨 👩 👧 ok"],
    ["crème brûlée, cre\u0300me", "crème brûlée , crème"],
    ["это плохо. 日本語 हिन्दी", "это плохо . 日本語 हिन्दी"],
    ["[UNK] [PAD]", "[ unk ] [ pad ]"],
    ["\ufeffone\u200btwo three\n\tfour", "onetwo three four"],
  ])("%s", (text, words) => {
    expect(split(text)).toBe(words);
  });

  test("the treebank and what people type come out the same", () => {
    const treebank = "It does n't work -LRB- and\\/or it ca n't -RRB- ... `` so what '' `ok '";
    const typed = `It doesn’t work (and/or it can't)... "so what" 'ok'`;
    expect(split(treebank)).toBe(split(typed));
  });

  test.each(["", " \n\t", "\u200b"])("%j has no words", (text) => {
    expect(WordTokenizer.train(["a"]).encode(text)).toEqual([]);
  });

  test("a lone half of a surrogate pair is a word like any other", () => {
    expect(split("\ud83d x")).toBe("\ud83d x");
  });
});

describe("vocabulary", () => {
  const texts = ["b a a", "c b a", "B"];

  test("the most frequent words come first, then in order of their characters", () => {
    const tokenizer = WordTokenizer.train(texts);
    expect(tokenizer.size).toBe(5);
    expect(tokenizer.encode("a b c")).toEqual([2, 3, 4]);
    expect(WordTokenizer.train(["d c b a"]).encode("a b c d")).toEqual([2, 3, 4, 5]);
  });

  test("rare words, and those beyond the limit, are unknown", () => {
    expect(WordTokenizer.train(texts, { minCount: 2 }).encode("a b c")).toEqual([2, 3, 1]);
    expect(WordTokenizer.train(texts, { maxSize: 1 }).encode("a b c")).toEqual([2, 1, 1]);
  });

  test("words may have the names of properties", async () => {
    const text = "constructor __proto__ prototype hasOwnProperty toString";
    const storage = memoryStorage();
    await WordTokenizer.train([text]).save(storage);
    const loaded = await WordTokenizer.load(storage);
    const ids = loaded.encode(text);
    expect(ids).not.toContain(1);
    expect(loaded.encode("valueOf isPrototypeOf")).toEqual([1, 1]);
  });
});

describe("tokenizer.json", () => {
  const tokenizer = WordTokenizer.train(["It doesn't work — “really”..."]);

  test("a saved tokenizer is the same when it is loaded", async () => {
    const storage = memoryStorage();
    await tokenizer.save(storage);
    const loaded = await WordTokenizer.load(storage);
    expect(loaded.json).toEqual(tokenizer.json);
    const text = "It does n't (work) — “really”?";
    expect(loaded.encode(text)).toEqual(tokenizer.encode(text));
  });

  const damaged = async (change: (json: Record<string, unknown>) => void) => {
    const storage = memoryStorage();
    await tokenizer.save(storage);
    const json = structuredClone(tokenizer.json) as Record<string, unknown>;
    change(json);
    await storage.write("tokenizer.json", new TextEncoder().encode(JSON.stringify(json)));
    return WordTokenizer.load(storage);
  };

  test.each<[string, (json: Record<string, unknown>) => void, RegExp]>([
    [
      "another model",
      (json) => (json.model = { type: "BPE" }),
      /key "model.type" must be "WordLevel"/,
    ],
    [
      "a gap in the ids",
      (json) => (json.model = { ...tokenizer.json.model, vocab: { "[UNK]": 1 } }),
      /from 0 on without a gap/,
    ],
    [
      "no unknown word",
      (json) => (json.model = { ...tokenizer.json.model, vocab: { a: 0 } }),
      /unk_token must be in the vocabulary/,
    ],
    [
      "a vocabulary that is a list",
      (json) => (json.model = { ...tokenizer.json.model, vocab: [] }),
      /without a gap/,
    ],
    ["added tokens", (json) => (json.added_tokens = [{ id: 0 }]), /added_tokens/],
    ["a post-processor", (json) => (json.post_processor = {}), /post_processor/],
  ])("%s is refused", async (_, change, message) => {
    await expect(damaged(change)).rejects.toThrow(message);
  });

  test("a pattern that is none is refused with the file's name", async () => {
    const broken = damaged((json) => {
      json.pre_tokenizer = {
        type: "Split",
        pattern: { Regex: "(" },
        behavior: "Removed",
        invert: true,
      };
    });
    await expect(broken).rejects.toThrow(/memory:tokenizer.json: .*must be/);
  });
});
