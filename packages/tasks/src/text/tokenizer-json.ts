import * as v from "valibot";

/** The file of a tokenizer. */
export const TOKENIZER_FILE = "tokenizer.json";

export const PAD_TOKEN = "[PAD]";
export const UNKNOWN_TOKEN = "[UNK]";

/** Ids by token. Not v.record, which leaves out the words "constructor" and "prototype". */
export const vocabularySchema = v.pipe(
  v.unknown(),
  v.check(isVocabulary, "each word must have an id of its own, from 0 on without a gap"),
  v.transform((vocabulary) => vocabulary as Readonly<Record<string, number>>),
);

function isVocabulary(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return false;
  }
  const ids: readonly unknown[] = Object.values(value);
  const seen = new Set(ids);
  return ids.every((_, id) => seen.has(id));
}

/** What holds of each of our tokenizers, besides its model. */
export const anyTokenizer = {
  // None: what a user types is never a special token.
  added_tokens: v.array(v.never()),
  post_processor: v.null(),
};

/**
 * The part of Hugging Face's tokenizer.json that must hold for a model of whole words. Normalizer
 * and pre-tokenizer are the library's to understand.
 */
export const wordTokenizerSchema = v.looseObject({
  ...anyTokenizer,
  normalizer: v.nullable(v.looseObject({ type: v.string() })),
  pre_tokenizer: v.nullable(v.looseObject({ type: v.string() })),
  decoder: v.null(),
  model: v.pipe(
    v.looseObject({
      type: v.literal("WordLevel"),
      vocab: vocabularySchema,
      unk_token: v.string(),
    }),
    v.check(
      ({ vocab, unk_token }) => Object.hasOwn(vocab, unk_token),
      "unk_token must be in the vocabulary",
    ),
  ),
});

export type WordTokenizerJson = v.InferOutput<typeof wordTokenizerSchema>;
