import type { LabeledText } from "../../data/labeled-text.ts";

/** What a sentiment model learns from. */
export interface SentimentData {
  /** What it learns to tell apart. */
  readonly classes: readonly string[];
  /** What it answers: the classes, by index, that each label sums up. */
  readonly labels: Readonly<Record<string, readonly number[]>>;
  /** Texts with a class. */
  readonly train: readonly LabeledText[];
  /** Texts with a label, which judge the model while it trains. */
  readonly dev: readonly LabeledText[];
  /** Texts whose words make the vocabulary. Default: those of `train`. */
  readonly vocabularyTexts?: readonly string[] | undefined;
}

/** Every class a label of the same name. */
export function labelEachClass(classes: readonly string[]): SentimentData["labels"] {
  return Object.fromEntries(classes.map((name, index) => [name, [index]]));
}
