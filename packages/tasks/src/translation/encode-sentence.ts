import type { BpeEncodeOptions, BpeTokenizer } from "../text/bpe/bpe-tokenizer.ts";

/**
 * The tokens of a sentence, and the one that ends it. The sentence is given a space to begin with, so that its first
 * word has the same tokens as in the middle.
 */
export function encodeSentence(
  tokenizer: BpeTokenizer,
  text: string,
  options?: BpeEncodeOptions,
): number[] {
  return [...tokenizer.encode(` ${text}`, options), tokenizer.eosId];
}
