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
    const problem = dataset.typed && contradiction(dataset.value);
    if (!problem) return;
    const { key, input, expected } = problem;
    const place = { key, value: input, input: dataset.value };
    addIssue({ input, expected, path: [{ type: "unknown", origin: "value", ...place }] });
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

/** The tokens that a line of merges names; without a space between, the left one is empty. */
export function mergeParts(line: string): [left: string, right: string] {
  const space = Math.max(0, line.indexOf(" "));
  return [line.slice(0, space), line.slice(space + 1)];
}

interface Contradiction {
  readonly key: string;
  readonly input: unknown;
  readonly expected: string;
}

/** What makes no sense in a vocabulary and its merges. */
function contradiction({
  vocab,
  merges,
}: Pick<v.InferOutput<typeof modelSchema>, "vocab" | "merges">): Contradiction | undefined {
  const wrong = SPECIAL_TOKENS.findIndex((token, id) => vocab[token] !== id);
  const special = SPECIAL_TOKENS[wrong];
  if (special) return { key: `vocab.${special}`, input: vocab[special], expected: `${wrong}` };

  // Each other token is a byte, or made of two: of bytes in the end.
  const unmade = new Set(Object.keys(vocab));
  for (const token of SPECIAL_TOKENS) unmade.delete(token);
  const ofText = new Set(unmade);
  ofText.delete("");
  for (const byte of BYTE_ALPHABET) {
    if (!unmade.delete(byte)) return { key: `vocab.${byte}`, input: undefined, expected: "an id" };
  }
  const seen = new Set<string>();
  for (const [index, input] of merges.entries()) {
    const key = `merges.${index}`;
    const [left, right] = mergeParts(input);
    const token = left + right;
    if (!(ofText.has(left) && ofText.has(right) && ofText.has(token))) {
      return { key, input, expected: "two tokens of the vocabulary that make a third" };
    }
    if (token.length > MAX_TOKEN_BYTES) {
      return { key, input, expected: `a token of ${MAX_TOKEN_BYTES} bytes at most` };
    }
    if (seen.has(input)) return { key, input, expected: "a merge that is not there yet" };
    seen.add(input);
    unmade.delete(token);
  }
  for (const token of unmade) {
    return { key: `vocab.${token}`, input: token, expected: "a byte, or what a merge makes" };
  }
  return undefined;
}
