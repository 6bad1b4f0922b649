import { DataError, type Dataset, fingerprint } from "@unroll/core";
import type { BpeTokenizer } from "../text/bpe/bpe-tokenizer.ts";
import type { SentencePair } from "./data/translation-data.ts";
import { encodeSentence } from "./encode-sentence.ts";
import { MadeUpNames } from "./made-up-names.ts";
import { type PairBatch, pairBatch } from "./pair-batch.ts";
import type { TranslationRecipe } from "./recipe.ts";

/**
 * The sentence pairs that have no more than `maxTokens` on either side.
 *
 * A sentence is split into subwords when it is drawn: with subword dropout it is another way each time, and with
 * made-up names it has others.
 *
 * @throws {DataError} when none is left
 */
export function trainingSet(
  pairs: readonly SentencePair[],
  tokenizer: BpeTokenizer,
  recipe: Pick<TranslationRecipe, "maxTokens" | "subwordDropout" | "madeUpNames">,
): Dataset<PairBatch> {
  const { maxTokens, subwordDropout } = recipe;
  const lengthOf = (text: string) => encodeSentence(tokenizer, text).length;
  const kept = pairs
    .map((pair) => ({ pair, source: lengthOf(pair.source), target: lengthOf(pair.target) }))
    .filter(({ source, target }) => Math.max(source, target) <= maxTokens);
  if (kept.length === 0) {
    throw new DataError(
      `train: data.train must hold sentence pairs of at most ${maxTokens} tokens, got none of ${pairs.length}. ` +
        "Check where they come from, or give the recipe a larger maxTokens.",
    );
  }
  const names = new MadeUpNames(kept.map(({ pair }) => pair));
  const texts = kept.map(({ pair }) => `${pair.source}\t${pair.target}`).join("\n");
  return {
    size: kept.length,
    fingerprint: fingerprint(texts),
    // Targets of one length together, and among them sources of like length: the decoder pads little.
    length: (index) => {
      const { source, target } = kept[index] as (typeof kept)[number];
      return target + source / (maxTokens + 1);
    },
    batch: (indices, rng) => {
      const options = { dropout: subwordDropout, rng };
      const encode = (text: string) => encodeSentence(tokenizer, text, options);
      const drawn = Array.from(indices, (index) => {
        const { pair } = kept[index] as (typeof kept)[number];
        const { source, target } = names.replace(pair, recipe.madeUpNames, rng);
        return { source: encode(source), target: encode(target) };
      });
      return pairBatch(drawn, tokenizer.bosId);
    },
  };
}
