import { Rng } from "@unroll/core";
import type { SentencePair, TranslationData } from "../translation/data/translation-data.ts";
import type { TranslationRecipe } from "../translation/recipe.ts";

const NUMBERS = { one: "eins", two: "zwei", three: "drei" };
const THINGS = { dogs: "Hunde", cats: "Katzen", trees: "Bäume" };
const VERBS = { see: "sehe", buy: "kaufe" };

/** Sentences of two languages with words in another order: "I see two dogs." is "zwei Hunde sehe ich." */
function tinyPairs(count: number, seed: number): SentencePair[] {
  const rng = Rng.fromSeed(seed);
  const pick = (words: Record<string, string>) => {
    const entries = Object.entries(words);
    return entries[rng.nextInt(entries.length)] as [string, string];
  };
  return Array.from({ length: count }, () => {
    const [verb, verbe] = pick(VERBS);
    const [number, zahl] = pick(NUMBERS);
    const [thing, ding] = pick(THINGS);
    return {
      source: `I ${verb} ${number} ${thing}.`,
      target: `${zahl} ${ding} ${verbe} ich.`,
    };
  });
}

/** Data that some seconds of training learn. */
export function tinyTranslationData(): TranslationData {
  return { train: tinyPairs(200, 1), dev: tinyPairs(20, 2) };
}

/** A recipe for them: every kind of state a checkpoint has to keep is in it. */
export const tinyTranslationRecipe: Partial<TranslationRecipe> = {
  vocabularySize: 330,
  embeddingSize: 24,
  encoderCell: "gru",
  encoderSize: 16,
  decoderCell: "gru",
  decoderSize: 24,
  dropout: 0.1,
  subwordDropout: 0.1,
  epochs: 2,
  batchSize: 16,
  learningRate: 0.03,
  warmupSteps: 0,
  clipNorm: 5,
  averaging: 0.9,
};
