import type { Judgement } from "../evaluation/judgement.ts";
import type { WorkOptions } from "../inference/in-batches.ts";
import { corpusBleu } from "../metrics/bleu.ts";
import { corpusChrf } from "../metrics/chrf.ts";
import { copiedWords } from "../metrics/copied-words.ts";
import type { SentencePair } from "./data/translation-data.ts";
import { perplexity } from "./perplexity.ts";
import type { Candidate } from "./translate-sentences.ts";
import type { Translation, TranslationTask } from "./translation.ts";

/** Translates the sources as they are, each a sentence, and compares with the targets. */
export async function evaluateTranslation(
  pipeline: Translation,
  pairs: readonly SentencePair[],
  { signal, onProgress }: WorkOptions,
): Promise<Judgement<TranslationTask["figure"]>> {
  const started = performance.now();
  const translated = await pipeline.translateSentences(
    pairs.map(({ source }) => source),
    { signal, onProgress },
  );
  const seconds = (performance.now() - started) / 1000;
  const best = translated.map(({ candidates }) => candidates[0] as Candidate);
  const hypotheses = best.map(({ text }) => text);
  const references = pairs.map(({ target }) => target);
  const tokens = best.reduce((sum, candidate) => sum + candidate.tokens.length, 0);
  return {
    examples: pairs.length,
    figures: {
      bleu: corpusBleu(hypotheses, references).score,
      chrf: corpusChrf(hypotheses, references),
      copied: copiedWords(
        pairs.map(({ source, target: reference }) => ({ source, reference })),
        hypotheses,
      ),
      perplexity: await perplexity(pipeline.model, pipeline.parts.tokenizer, pairs, { signal }),
    },
    speed: { sentencesPerSecond: pairs.length / seconds, tokensPerSecond: tokens / seconds },
  };
}
