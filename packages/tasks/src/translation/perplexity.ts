import { dispose } from "@tensorflow/tfjs-core";
import { inBatches, type WorkOptions } from "../inference/in-batches.ts";
import type { BpeTokenizer } from "../text/bpe/bpe-tokenizer.ts";
import type { SentencePair } from "./data/translation-data.ts";
import { encodeSentence } from "./encode-sentence.ts";
import { translationLoss } from "./loss.ts";
import type { TranslationModel } from "./model.ts";
import { pairBatch } from "./pair-batch.ts";

/**
 * How many tokens a model hesitates between at each step, on average, when it is told the translation up to there:
 * e to the mean loss of all tokens, the ends among them.
 */
export async function perplexity(
  model: TranslationModel,
  tokenizer: BpeTokenizer,
  pairs: readonly SentencePair[],
  options: WorkOptions,
): Promise<number> {
  const encoded = pairs.map(({ source, target }) => ({
    source: encodeSentence(tokenizer, source),
    target: encodeSentence(tokenizer, target),
  }));
  const lengths = encoded.map(({ source, target }) => Math.max(source.length, target.length));
  let total = 0;
  let tokens = 0;
  await inBatches(lengths, options, async (indices) => {
    const some = indices.map((index) => encoded[index] as (typeof encoded)[number]);
    const batch = pairBatch(some, tokenizer.bosId);
    const loss = translationLoss(model, batch, { labelSmoothing: 0, scheduledSampling: 0 });
    try {
      const [mean] = await loss.data();
      const count = batch.targetLengths.reduce((sum, length) => sum + length, 0);
      total += (mean as number) * count;
      tokens += count;
    } finally {
      dispose([batch.source, batch.inputs, batch.targets, loss]);
    }
  });
  return Math.exp(total / tokens);
}
