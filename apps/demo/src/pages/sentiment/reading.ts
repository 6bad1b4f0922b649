import type { LabelScore } from "@unroll/tasks";

/** The model's answer after a word. */
export interface WordAnswer extends LabelScore {
  word: string;
}

/** What the model says of a text, and how it came to it. */
export interface Reading {
  /** Of the whole text. */
  answer: LabelScore;
  /** After each of the first words; all of them unless the text is long. */
  words: WordAnswer[];
  /** How many words the text has. */
  wordCount: number;
  /** What the model took for all of it. */
  milliseconds: number;
}

/** Where an answer lies between fully negative, -1, and fully positive, 1. */
export function leaning({ label, score }: LabelScore): number {
  return (label === "positive" ? 1 : -1) * (2 * score - 1);
}

/** Where an answer lies, for CSS: a value of `.style`, as the Content-Security-Policy forbids the attribute. */
export function position(answer: LabelScore | undefined): string {
  return `--leaning: ${answer ? leaning(answer).toFixed(4) : 0}`;
}

/** An answer in words, such as "negative 97%". No answer is quite certain, so none is 100%. */
export function inWords({ label, score }: LabelScore): string {
  return `${label} ${percent(score)}`;
}

/** A score as it is shown: whole per cents, finer above 99. */
export function percent(score: number): string {
  const fine = score > 0.99;
  const value = Math.floor(score * (fine ? 1000 : 100)) / (fine ? 10 : 1);
  return `${fine ? Math.min(value, 99.9).toFixed(1) : value}%`;
}
