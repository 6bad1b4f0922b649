import { CheckpointError, memoryStorage } from "@unroll/core";
import { describe, expect, test } from "vitest";
import { BpeTokenizer } from "./bpe-tokenizer.ts";

const tokenizer = BpeTokenizer.train(["the other brother bothers the others"], {
  vocabularySize: 270,
});

const load = async (json: unknown) => {
  const storage = memoryStorage();
  await storage.write("tokenizer.json", new TextEncoder().encode(JSON.stringify(json)));
  return BpeTokenizer.load(storage);
};

test("a saved tokenizer is the same when it is loaded", async () => {
  const storage = memoryStorage();
  await tokenizer.save(storage);
  const loaded = await BpeTokenizer.load(storage);
  expect(loaded.json).toEqual(tokenizer.json);
  expect(loaded.size).toBe(tokenizer.size);
  const text = "the bother 25";
  expect(loaded.encode(text)).toEqual(tokenizer.encode(text));
});

type Json = typeof tokenizer.json & Record<string, unknown>;

test("what Hugging Face's trainer writes besides is read", async () => {
  const json = structuredClone(tokenizer.json);
  const nothing = { dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false };
  const loaded = await load({ ...json, model: { ...json.model, ...nothing } });
  expect(loaded.encode("the others")).toEqual(tokenizer.encode("the others"));
});

describe("a file of another kind, or a forged one, is refused", () => {
  const vocabularyWith = (json: Json, change: (vocab: Record<string, number>) => void) => {
    const vocab = { ...json.model.vocab };
    change(vocab);
    json.model = { ...json.model, vocab };
  };
  const mergesWith = (json: Json, ...lines: string[]) => {
    json.model = { ...json.model, merges: [...json.model.merges, ...lines] };
  };
  const NO_MERGE = /must be two tokens of the vocabulary that make a third/;
  const slow = { type: "Split", pattern: { Regex: "(a+)+$" }, behavior: "Isolated", invert: false };

  test.each<[string, (json: Json) => void, RegExp]>([
    ["whole words", (json) => Object.assign(json.model, { type: "WordLevel" }), /must be "BPE"/],
    ["added tokens", (json) => Object.assign(json, { added_tokens: [{ id: 0 }] }), /added_tokens/],
    ["a normalizer", (json) => Object.assign(json, { normalizer: { type: "NFC" } }), /normalizer/],
    ["a post-processor", (json) => Object.assign(json, { post_processor: {} }), /post_processor/],
    [
      "another decoder",
      (json) => Object.assign(json, { decoder: { type: "Fuse" } }),
      /decoder.type/,
    ],
    ["another pre-tokenizer", (json) => Object.assign(json, { pre_tokenizer: slow }), /pre_token/],
    [
      "another pattern",
      (json) => Object.assign(json.pre_tokenizer as object, { pretokenizers: [slow, {}] }),
      /pretokenizers.0.pattern.Regex/,
    ],
    [
      "one pre-tokenizer more",
      (json) => (json.pre_tokenizer as { pretokenizers: unknown[] }).pretokenizers.push(slow),
      /pretokenizers.2/,
    ],
    ["an unknown token", (json) => Object.assign(json.model, { unk_token: "a" }), /unk_token/],
    [
      "ignored merges",
      (json) => Object.assign(json.model, { ignore_merges: true }),
      /ignore_merges/,
    ],
    ["no merges", (json) => Object.assign(json.model, { merges: undefined }), /model.merges/],
    [
      "a gap in the ids",
      (json) => vocabularyWith(json, (vocab) => Object.assign(vocab, { a: 9999 })),
      /without a gap/,
    ],
    [
      "an id twice",
      (json) => vocabularyWith(json, (vocab) => Object.assign(vocab, { a: vocab.b })),
      /without a gap/,
    ],
    [
      "special tokens elsewhere",
      (json) => vocabularyWith(json, (vocab) => Object.assign(vocab, { "[BOS]": 2, "[EOS]": 1 })),
      /key "model.vocab.\[BOS\]" must be 1, got 2/,
    ],
    [
      "a missing byte",
      (json) =>
        vocabularyWith(json, (vocab) => {
          vocab.hello = vocab.Ġ as number;
          delete vocab.Ġ;
        }),
      /key "model.vocab.Ġ" must be there, got none/,
    ],
    [
      "a token that nothing makes",
      (json) => vocabularyWith(json, (vocab) => Object.assign(vocab, { abc: tokenizer.size })),
      /key "model.vocab.abc" must be a byte, or what a merge makes/,
    ],
    ["a merge of unknown tokens", (json) => mergesWith(json, "abc d"), NO_MERGE],
    ["a merge of properties", (json) => mergesWith(json, "constructor a"), NO_MERGE],
    ["a merge that makes no token", (json) => mergesWith(json, "x x"), NO_MERGE],
    [
      "a merge without a space",
      (json) => {
        const { size } = tokenizer;
        vocabularyWith(json, (vocab) => Object.assign(vocab, { xx: size, xxx: size + 1 }));
        mergesWith(json, "x x", "x xx", "xx");
      },
      NO_MERGE,
    ],
    ["a merge of three", (json) => mergesWith(json, "t h e"), NO_MERGE],
    ["a merge of nothing", (json) => mergesWith(json, " th"), NO_MERGE],
    ["a merge with nothing", (json) => mergesWith(json, "th "), NO_MERGE],
    [
      "a token of nothing, and what is made of it",
      (json) => {
        const { size } = tokenizer;
        vocabularyWith(json, (vocab) => Object.assign(vocab, { "": size, 日: size + 1 }));
        mergesWith(json, " ", " 日");
      },
      NO_MERGE,
    ],
    [
      "an empty token",
      (json) => vocabularyWith(json, (vocab) => Object.assign(vocab, { "": tokenizer.size })),
      /must be a byte, or what a merge makes, got ""/,
    ],
    ["a merge of special tokens", (json) => mergesWith(json, "[PAD] a"), NO_MERGE],
    [
      "a merge that makes a special token",
      (json) => {
        vocabularyWith(json, (vocab) => Object.assign(vocab, { "[EOS": tokenizer.size }));
        mergesWith(json, "[EOS ]");
      },
      NO_MERGE,
    ],
    [
      "a merge twice",
      (json) => mergesWith(json, json.model.merges[0] as string),
      /must be a merge that is not there yet, got "h e"/,
    ],
    [
      "a token without end",
      (json) => {
        const doubled = Array.from({ length: 8 }, (_, i) => "x".repeat(2 ** i));
        vocabularyWith(json, (vocab) =>
          doubled.forEach((x, i) => {
            vocab[x + x] = tokenizer.size + i;
          }),
        );
        mergesWith(json, ...doubled.map((x) => `${x} ${x}`));
      },
      /must be a token of 128 bytes at most/,
    ],
  ])("%s", async (_, change, message) => {
    const json = structuredClone(tokenizer.json) as Json;
    change(json);
    const loaded = load(json);
    await expect(loaded).rejects.toThrow(CheckpointError);
    await expect(loaded).rejects.toThrow(message);
    await expect(loaded).rejects.toThrow(/^memory:tokenizer.json: /);
  });

  test.each(["decoder", "normalizer", "pre_tokenizer"])("%s of many levels", async (key) => {
    const storage = memoryStorage();
    const levels = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const json = JSON.stringify({ ...tokenizer.json, [key]: "levels" });
    await storage.write(
      "tokenizer.json",
      new TextEncoder().encode(json.replace('"levels"', levels)),
    );
    const loaded = BpeTokenizer.load(storage);
    await expect(loaded).rejects.toThrow(CheckpointError);
    await expect(loaded).rejects.toThrow(key);
  });
});
