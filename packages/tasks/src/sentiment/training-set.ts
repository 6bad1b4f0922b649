import { type Tensor1D, type Tensor2D, tensor1d } from "@tensorflow/tfjs-core";
import { DataError, type Dataset, fingerprint, type Rng } from "@unroll/core";
import { EncodedTexts } from "../text/encoded-texts.ts";
import type { WordTokenizer } from "../text/word-tokenizer.ts";
import type { SentimentData } from "./data/sentiment-data.ts";

/** Texts to train on, as the trainer takes them. */
export interface SentimentBatch {
  tokens: Tensor2D; // [batch, time]
  lengths: number[];
  /** Class indices. */
  targets: Tensor1D; // [batch]
}

/**
 * The training texts that have words, with the index of their class. Of those whose class belongs
 * to no label the given share is drawn.
 *
 * @throws {DataError} when a class is unknown or nothing is left
 */
export function trainingSet(
  { train, classes, labels }: SentimentData,
  tokenizer: WordTokenizer,
  unlabeledShare: number,
  rng: Rng,
): Dataset<SentimentBatch> {
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const labeled = new Set(Object.values(labels).flat());
  const texts: string[] = [];
  const targets: number[] = [];
  for (const { text, label } of train) {
    const target = indexOf.get(label);
    if (target === undefined) {
      throw new DataError(
        `train: a training text's label must be one of ${classes.join(", ")}, got ${JSON.stringify(label)}. ` +
          "Add it to the classes, or correct it.",
      );
    }
    const kept = labeled.has(target) || rng.nextUniform() < unlabeledShare;
    if (kept && tokenizer.encode(text).length > 0) {
      texts.push(text);
      targets.push(target);
    }
  }
  const encoded = new EncodedTexts(texts, (text) => tokenizer.encode(text));
  const ofClass = Int32Array.from(targets);
  if (encoded.size === 0) {
    throw new DataError(
      "train: data.train must hold texts with words, got none. Check where the texts come from.",
    );
  }
  return {
    size: encoded.size,
    fingerprint: fingerprint(encoded.fingerprint, ofClass),
    length: (index) => encoded.length(index),
    batch: (indices) => ({
      ...encoded.batch(indices),
      targets: tensor1d(
        Int32Array.from(indices, (index) => ofClass[index] as number),
        "int32",
      ),
    }),
  };
}
