import { dispose } from "@tensorflow/tfjs-core";
import { ConfigError, DataError } from "@unroll/core";
import type { LabeledText } from "../data/labeled-text.ts";
import { inBatches, type WorkOptions } from "../inference/in-batches.ts";
import { Pipeline } from "../pipeline.ts";
import { EncodedTexts } from "../text/encoded-texts.ts";
import { requireTexts } from "../text/require-texts.ts";
import { type TextPrefix, textPrefixes } from "../text/text-prefixes.ts";
import type { WordTokenizer } from "../text/word-tokenizer.ts";
import type { SentimentConfig } from "./config.ts";
import type { SentimentData } from "./data/sentiment-data.ts";
import { type LabelScore, labelScores, rank } from "./label-scores.ts";
import type { SentimentModel } from "./model.ts";
import type { SentimentRecipe } from "./recipe.ts";
import type { SentimentBatch } from "./training-set.ts";

/** The types of the task `sentiment-analysis`. */
export interface Sentiment {
  config: SentimentConfig;
  recipe: SentimentRecipe;
  data: SentimentData;
  example: LabeledText;
  batch: SentimentBatch;
  parts: { tokenizer: WordTokenizer };
  model: SentimentModel;
  figure: "accuracy" | "macroF1";
  pipeline: SentimentAnalysis;
}

/** The longest text that is read: it takes about 100 MB. */
const MAX_WORDS = 2 ** 16;

/** Not all prefixes of a long text are in memory together. */
const PREFIXES_AT_ONCE = 256;

export interface TopOptions extends WorkOptions {
  /** How many labels to return for each text, the best first. Larger than there are: all. */
  topK: number;
}

/** The answer after a word, to the text up to and with it. */
export interface PrefixAnswer extends TextPrefix, LabelScore {
  /** The score of every label, in the config's order. */
  scores: LabelScore[];
}

/**
 * Says how a text is meant: a tokenizer and a model.
 *
 * Every text gets an answer. One without words gets what the model says of nothing, one of unknown
 * words only what it says of unknown words.
 */
export class SentimentAnalysis extends Pipeline<Sentiment> {
  /** The labels it answers with. */
  get labels(): string[] {
    return Object.keys(this.config.labels);
  }

  /**
   * Judges a text, or several at once: the best label, or with `topK` the best few.
   *
   * @throws {DataError} when a text has more than 65,536 words
   * @throws {ConfigError} when topK is no positive integer
   */
  async run(text: string, options?: WorkOptions): Promise<LabelScore>;
  async run(texts: readonly string[], options?: WorkOptions): Promise<LabelScore[]>;
  async run(text: string, options: TopOptions): Promise<LabelScore[]>;
  async run(texts: readonly string[], options: TopOptions): Promise<LabelScore[][]>;
  async run(
    input: string | readonly string[],
    { signal, topK }: WorkOptions & Partial<TopOptions> = {},
  ): Promise<LabelScore | LabelScore[] | LabelScore[][]> {
    if (topK !== undefined && !(Number.isInteger(topK) && topK > 0)) {
      throw new ConfigError(
        `SentimentAnalysis.run: topK must be a positive integer, got ${topK}. Leave it out for the best label alone.`,
      );
    }
    const texts = typeof input === "string" ? [input] : input;
    const ranked = (await this.scores(texts, { signal })).map(rank);
    const answers =
      topK === undefined
        ? ranked.map(([best]) => best as LabelScore)
        : ranked.map((scores) => scores.slice(0, topK));
    // The overloads above say which of these it is.
    return typeof input === "string"
      ? (answers[0] as LabelScore | LabelScore[])
      : (answers as LabelScore[] | LabelScore[][]);
  }

  /** The score of every label for every text, labels in the config's order. */
  async scores(texts: readonly string[], options: WorkOptions = {}): Promise<LabelScore[][]> {
    requireTexts("SentimentAnalysis", "the input", texts);
    const { tokenizer } = this.parts;
    const encoded = new EncodedTexts(texts, (text) => tokenizer.encode(text));
    const lengths = texts.map((_, index) => encoded.length(index));
    requireReadable(lengths);
    const classes = this.config.classes.length;
    const answers: LabelScore[][] = new Array(texts.length);
    await inBatches(lengths, options, async (indices) => {
      const logits = await this.#logits(encoded, indices);
      indices.forEach((index, row) => {
        const ofRow = logits.subarray(row * classes, (row + 1) * classes);
        answers[index] = labelScores(ofRow, this.config);
      });
    });
    return answers;
  }

  /**
   * The answer after every word of a text, words being what white space separates: how the text
   * changes the model's mind. The last one is what `run` gives for the whole text. The time grows with
   * the square of the text's length.
   */
  async prefixes(text: string, options: WorkOptions = {}): Promise<PrefixAnswer[]> {
    requireTexts("SentimentAnalysis.prefixes", "the input", [text]);
    const prefixes = textPrefixes(text);
    const answers: PrefixAnswer[] = [];
    for (let start = 0; start < prefixes.length; start += PREFIXES_AT_ONCE) {
      const some = prefixes.slice(start, start + PREFIXES_AT_ONCE);
      const scores = await this.scores(
        some.map((prefix) => prefix.text),
        options,
      );
      some.forEach((prefix, i) => {
        const ofPrefix = scores[i] as LabelScore[];
        answers.push({ ...prefix, ...(rank(ofPrefix)[0] as LabelScore), scores: ofPrefix });
      });
    }
    return answers;
  }

  async #logits(encoded: EncodedTexts, indices: readonly number[]): Promise<Float32Array> {
    const { model } = this; // first: a disposed pipeline makes no tensors
    const { tokens, lengths } = encoded.batch(indices);
    const logits = model.forward(tokens, lengths);
    try {
      return (await logits.data()) as Float32Array;
    } finally {
      dispose([tokens, logits]);
    }
  }
}

function requireReadable(lengths: readonly number[]): void {
  const index = lengths.findIndex((length) => length > MAX_WORDS);
  if (index >= 0) {
    throw new DataError(
      `SentimentAnalysis: a text must have at most ${MAX_WORDS} words, got ${lengths[index]} in text ${index}. ` +
        "Split it into paragraphs.",
    );
  }
}
