import { DataError } from "@unroll/core";
import { accuracy } from "../metrics/accuracy.ts";
import { type ConfusionMatrix, confusionMatrix } from "../metrics/confusion-matrix.ts";
import { macroF1 } from "../metrics/macro-f1.ts";
import { rank } from "./label-scores.ts";
import type { LabeledText } from "./labeled-text.ts";
import type { RunOptions, SentimentAnalysis } from "./sentiment-analysis.ts";

export interface SentimentFigures {
  /** How many texts were judged. */
  examples: number;
  /** The share of right answers, from 0 to 1. */
  accuracy: number;
  /** The mean over labels of F1. */
  macroF1: number;
  /** Counts by the right label, then by the answer. */
  confusion: ConfusionMatrix;
}

export interface EvaluateOptions extends RunOptions {
  /** Is told after each batch how many texts are done. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Judges a pipeline by texts whose label is known.
 *
 * @throws {DataError} when there are no texts, or one has a label that the pipeline never gives
 */
export async function evaluateSentiment(
  pipeline: SentimentAnalysis,
  examples: readonly LabeledText[],
  { signal, onProgress }: EvaluateOptions = {},
): Promise<SentimentFigures> {
  const { labels } = pipeline;
  if (examples.length === 0) {
    throw new DataError(
      "evaluateSentiment: there must be at least one text, got none. Pass texts with their labels.",
    );
  }
  const unknown = examples.find(({ label }) => !labels.includes(label));
  if (unknown) {
    throw new DataError(
      `evaluateSentiment: a label must be one of ${labels.join(", ")}, got ${JSON.stringify(unknown.label)}. ` +
        "Use data with the labels of this model, or rename them.",
    );
  }
  const scores = await pipeline.scores(
    examples.map(({ text }) => text),
    { signal, onProgress: (done) => onProgress?.(done, examples.length) },
  );
  const answers = scores.map((ofText) => rank(ofText)[0]?.label as string);
  const confusion = confusionMatrix(
    labels,
    examples.map(({ label }) => label),
    answers,
  );
  return {
    examples: examples.length,
    accuracy: accuracy(confusion),
    macroF1: macroF1(confusion),
    confusion,
  };
}
