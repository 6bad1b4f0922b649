import { dispose } from "@tensorflow/tfjs-core";
import { DataError, nextTask, type Storage, UnrollError } from "@unroll/core";
import type { WordTokenizer } from "../tokenizer/word-tokenizer.ts";
import type { SentimentConfig } from "./config.ts";
import { EncodedTexts } from "./encoded-texts.ts";
import { inferenceBatches } from "./inference-batches.ts";
import { type LabelScore, labelScores, rank } from "./label-scores.ts";
import type { SentimentModel } from "./model.ts";
import { type SaveOptions, saveSentimentAnalysis } from "./save.ts";
import { type TextPrefix, textPrefixes } from "./text-prefixes.ts";

/** The longest text that is read: it takes about 100 MB. */
const MAX_WORDS = 2 ** 16;

/** Not all prefixes of a long text are in memory together. */
const PREFIXES_AT_ONCE = 256;

export interface RunOptions {
  /** Stops between batches; the promise rejects with its reason. */
  signal?: AbortSignal | undefined;
}

export interface TopOptions extends RunOptions {
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
export class SentimentAnalysis {
  readonly tokenizer: WordTokenizer;
  readonly model: SentimentModel;
  #disposed = false;

  /** The pipeline owns the model from now on. */
  constructor(tokenizer: WordTokenizer, model: SentimentModel) {
    this.tokenizer = tokenizer;
    this.model = model;
  }

  get config(): SentimentConfig {
    return this.model.config;
  }

  /** The labels it answers with. */
  get labels(): string[] {
    return Object.keys(this.config.labels);
  }

  /**
   * Judges a text, or several at once: the best label, or with `topK` the best few.
   *
   * @throws {DataError} when a text has more than 65,536 words
   */
  async run(text: string, options?: RunOptions): Promise<LabelScore>;
  async run(texts: readonly string[], options?: RunOptions): Promise<LabelScore[]>;
  async run(text: string, options: TopOptions): Promise<LabelScore[]>;
  async run(texts: readonly string[], options: TopOptions): Promise<LabelScore[][]>;
  async run(
    input: string | readonly string[],
    { signal, topK }: RunOptions & Partial<TopOptions> = {},
  ): Promise<LabelScore | LabelScore[] | LabelScore[][]> {
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

  /**
   * The score of every label for every text, labels in the config's order.
   * @param options.onProgress  is told how many texts are done
   */
  async scores(
    texts: readonly string[],
    { signal, onProgress }: RunOptions & { onProgress?: ((done: number) => void) | undefined } = {},
  ): Promise<LabelScore[][]> {
    this.#requireAlive();
    signal?.throwIfAborted();
    const encoded = new EncodedTexts(texts, (text) => this.tokenizer.encode(text));
    const lengths = texts.map((_, index) => encoded.length(index));
    requireReadable(lengths);
    const answers: LabelScore[][] = new Array(texts.length);
    let done = 0;
    for (const indices of inferenceBatches(lengths)) {
      if (done > 0) {
        await nextTask();
        signal?.throwIfAborted();
        this.#requireAlive();
      }
      const logits = await this.#logits(encoded, indices);
      const classes = this.config.classes.length;
      indices.forEach((index, row) => {
        const ofRow = logits.subarray(row * classes, (row + 1) * classes);
        answers[index] = labelScores(ofRow, this.config);
      });
      done += indices.length;
      onProgress?.(done);
    }
    return answers;
  }

  /**
   * The answer after every word of a text, words being what white space separates: how the text
   * changes the model's mind. The last one is what `run` gives for the whole text. The time grows with
   * the square of the text's length.
   */
  async prefixes(text: string, options: RunOptions = {}): Promise<PrefixAnswer[]> {
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

  /**
   * Writes config.json, tokenizer.json and model.safetensors, the last of them last.
   * @throws {CheckpointError} when a file cannot be written
   */
  async save(storage: Storage, options?: SaveOptions): Promise<void> {
    this.#requireAlive();
    await saveSentimentAnalysis(this, storage, options);
  }

  /** Frees the model. */
  dispose(): void {
    if (!this.#disposed) {
      this.#disposed = true;
      this.model.dispose();
    }
  }

  async #logits(encoded: EncodedTexts, indices: readonly number[]): Promise<Float32Array> {
    const { tokens, lengths } = encoded.batch(indices);
    const logits = this.model.forward(tokens, lengths);
    try {
      return (await logits.data()) as Float32Array;
    } finally {
      dispose([tokens, logits]);
    }
  }

  #requireAlive(): void {
    if (this.#disposed) {
      throw new UnrollError(
        "SentimentAnalysis: the pipeline must not be disposed, got a disposed one. Load it again.",
      );
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
