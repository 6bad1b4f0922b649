import type { SentimentConfig } from "./config.ts";

/** An answer, as Hugging Face gives it. */
export interface LabelScore {
  label: string;
  /** From 0 to 1; those of all labels add up to 1. */
  score: number;
}

/**
 * The score of every label, in the config's order: the softmax of the logits, summed over the
 * label's classes, as a share of all classes that have a label.
 */
export function labelScores(
  logits: ArrayLike<number>,
  { labels }: Pick<SentimentConfig, "labels">,
): LabelScore[] {
  const classes = Object.values(labels).flat();
  // Against the largest of them, so that one at least is not 0.
  const highest = Math.max(...classes.map((index) => logits[index] as number));
  const weight = (index: number) => Math.exp((logits[index] as number) - highest);
  const total = classes.reduce((sum, index) => sum + weight(index), 0);
  return Object.entries(labels).map(([label, indices]) => ({
    label,
    score: indices.reduce((sum, index) => sum + weight(index), 0) / total,
  }));
}

/** The best first; equal ones in the config's order. */
export function rank(scores: readonly LabelScore[]): LabelScore[] {
  return [...scores].sort((a, b) => b.score - a.score);
}
