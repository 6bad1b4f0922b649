import type { LabeledText } from "../../data/labeled-text.ts";
import type { SentimentData } from "./sentiment-data.ts";
import type { Phrase } from "./treebank.ts";

/** The five labels of the Stanford Sentiment Treebank. */
const sstClasses = ["very negative", "negative", "neutral", "positive", "very positive"];

/** Its two labels in SST-2: neutral sentences are left out. */
const sstLabels = { negative: [0, 1], positive: [3, 4] };

/**
 * The training data of the treebank: every phrase once, with one of five classes. Where phrases that
 * differ in capitals at most have different labels, that of a whole sentence counts, else the last.
 *
 * @param train  the phrases of each sentence, the sentence itself last
 * @param dev    whole sentences are taken
 */
export function sstData(
  train: readonly (readonly Phrase[])[],
  dev: readonly (readonly Phrase[])[],
): SentimentData {
  const unique = new Map<string, Phrase>();
  const sentences = train.map((phrases) => phrases.at(-1) as Phrase);
  for (const phrase of [...train.flat(), ...sentences]) {
    unique.set(phrase.text.toLowerCase(), phrase);
  }
  return {
    classes: sstClasses,
    labels: sstLabels,
    train: Array.from(unique.values(), ({ text, label }) => ({
      text,
      label: sstClasses[label] as string,
    })),
    dev: sstSentences(dev),
    vocabularyTexts: sentences.map(({ text }) => text),
  };
}

/** The whole sentences that are not neutral, as negative and positive: SST-2. */
export function sstSentences(trees: readonly (readonly Phrase[])[]): LabeledText[] {
  return trees.flatMap((phrases) => {
    const { text, label } = phrases.at(-1) as Phrase;
    return label === 2 ? [] : [{ text, label: label < 2 ? "negative" : "positive" }];
  });
}
