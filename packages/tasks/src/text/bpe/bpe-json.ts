import * as v from "valibot";
import { anyTokenizer, PAD_TOKEN, vocabularySchema } from "../tokenizer-json.ts";
import { BYTE_ALPHABET } from "./byte-alphabet.ts";
import { byteDecoder, bytePreTokenizer } from "./pre-tokenizer.ts";

/** By id; they stand in the vocabulary alone, so no text has them. */
export const SPECIAL_TOKENS: readonly string[] = [PAD_TOKEN, "[BOS]", "[EOS]"];

/** The most bytes of a token, so that a forged file cannot make a few tokens a text without end. */
export const MAX_TOKEN_BYTES = 128;

const modelSchema = v.pipe(
  v.looseObject({
    type: v.literal("BPE"),
    vocab: vocabularySchema,
    merges: v.array(v.string()),
    // What a model of Hugging Face's may do besides.
    dropout: v.nullish(v.null()),
    unk_token: v.nullish(v.null()),
    continuing_subword_prefix: v.nullish(v.null()),
    end_of_word_suffix: v.nullish(v.null()),
    fuse_unk: v.nullish(v.literal(false)),
    byte_fallback: v.nullish(v.literal(false)),
    ignore_merges: v.nullish(v.literal(false)),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed && problemOf(dataset.value);
    if (problem) addIssue({ message: problem });
  }),
);

/** The part of Hugging Face's tokenizer.json that must hold for byte-level byte-pair encoding. */
export const bpeJsonSchema = v.looseObject({
  ...anyTokenizer,
  normalizer: v.null(),
  pre_tokenizer: same(bytePreTokenizer),
  decoder: same(byteDecoder),
  model: modelSchema,
});

export type BpeJson = v.InferOutput<typeof bpeJsonSchema>;

/** Exactly the value that this version writes: no pattern of a file is ever used. */
function same(value: unknown): v.GenericSchema {
  if (Array.isArray(value)) return v.strictTuple(value.map(same));
  if (typeof value !== "object" || value === null) return v.literal(value as string | boolean);
  return v.strictObject(
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, same(part)])),
  );
}

/** The tokens that a line of merges names. */
export function mergeParts(line: string): [left: string, right: string] {
  const space = line.indexOf(" ");
  return [line.slice(0, space), line.slice(space + 1)];
}

type BpeVocabulary = Pick<v.InferOutput<typeof modelSchema>, "vocab" | "merges">;

/** What contradicts itself in a vocabulary and its merges. */
function problemOf({ vocab, merges }: BpeVocabulary): string | undefined {
  const missing = SPECIAL_TOKENS.findIndex((token, id) => vocab[token] !== id);
  if (missing >= 0) return `${SPECIAL_TOKENS[missing]} must have the id ${missing}`;
  const byte = BYTE_ALPHABET.find((char) => !Object.hasOwn(vocab, char));
  if (byte !== undefined) return `each byte must be in the vocabulary, ${byte} is not`;

  // What text can become: bytes, and what two tokens of text make.
  const unmade = new Set(Object.keys(vocab));
  for (const token of [...SPECIAL_TOKENS, ...BYTE_ALPHABET]) unmade.delete(token);
  const isOfText = (token: string) =>
    Object.hasOwn(vocab, token) && !SPECIAL_TOKENS.includes(token);
  for (const [index, line] of merges.entries()) {
    const [left, right] = mergeParts(line);
    const token = left + right;
    if (![left, right, token].every(isOfText)) {
      return `merge ${index} must be two tokens of the vocabulary that make a third`;
    }
    if (token.length > MAX_TOKEN_BYTES) {
      return `a token must have ${MAX_TOKEN_BYTES} bytes at most, merge ${index} makes ${token.length}`;
    }
    unmade.delete(token);
  }
  if (new Set(merges).size !== merges.length) return "each merge must be there once";
  const [orphan] = unmade;
  return orphan === undefined ? undefined : "each token must be a byte or what a merge makes";
}
