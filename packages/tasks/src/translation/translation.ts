import { Pipeline } from "../pipeline.ts";
import type { BpeTokenizer } from "../text/bpe/bpe-tokenizer.ts";
import { requireTexts } from "../text/require-texts.ts";
import { splitSentences } from "../text/sentences.ts";
import type { TranslationConfig } from "./config.ts";
import type { SentencePair, TranslationData } from "./data/translation-data.ts";
import type { TranslationModel } from "./model.ts";
import type { PairBatch } from "./pair-batch.ts";
import type { TranslationRecipe } from "./recipe.ts";
import type { TranslateOptions } from "./translate-options.ts";
import {
  type SentenceOptions,
  type TranslatedSentence,
  translateSentences,
} from "./translate-sentences.ts";

/** The types of the task `translation`. */
export interface TranslationTask {
  config: TranslationConfig;
  recipe: TranslationRecipe;
  data: TranslationData;
  example: SentencePair;
  batch: PairBatch;
  parts: { tokenizer: BpeTokenizer };
  model: TranslationModel;
  figure: "bleu" | "chrf" | "copied" | "perplexity";
  pipeline: Translation;
}

/** A text in another language. */
export interface Translated {
  translationText: string;
}

/** A sentence of a text. */
export interface SentenceOfText extends TranslatedSentence {
  /** The sentence itself. */
  source: string;
  /** The white space behind it. */
  space: string;
}

/**
 * Translates texts: a tokenizer and a model.
 *
 * A text is split into sentences, which are translated in batches and joined again with the white space between
 * them; any text has a translation, one without words is its own.
 */
export class Translation extends Pipeline<TranslationTask> {
  /** Translates a text, or several at once. */
  async run(text: string, options?: TranslateOptions): Promise<Translated>;
  async run(texts: readonly string[], options?: TranslateOptions): Promise<Translated[]>;
  async run(
    input: string | readonly string[],
    options: TranslateOptions = {},
  ): Promise<Translated | Translated[]> {
    const texts = typeof input === "string" ? [input] : input;
    requireTexts("Translation", "the input", texts);
    const split = texts.map((text) => splitSentences(text, { locale: this.config.source }));
    const sentences = split.flatMap((ofText) => ofText.sentences.map(({ text }) => text));
    const translated = await this.#translate(sentences, options);
    let next = 0;
    const answers = split.map(({ leading: begin, sentences: ofText }) => {
      const parts = ofText.map(({ space }) => `${translated[next++]?.candidates[0]?.text}${space}`);
      return { translationText: `${begin}${parts.join("")}` };
    });
    // The overloads above say which of these it is.
    return typeof input === "string" ? (answers[0] as Translated) : answers;
  }

  /**
   * Translates one text sentence by sentence and tells all there is to tell: tokens, scores, with `numReturnSequences`
   * several translations, with `returnAttention` what each token looked at.
   */
  async sentences(text: string, options: SentenceOptions = {}): Promise<SentenceOfText[]> {
    requireTexts("Translation.sentences", "the input", [text]);
    const { sentences } = splitSentences(text, { locale: this.config.source });
    const translated = await this.#translate(
      sentences.map(({ text: source }) => source),
      options,
    );
    return sentences.map(({ text: source, space }, i) => ({
      source,
      space,
      ...(translated[i] as TranslatedSentence),
    }));
  }

  /**
   * Translates a text and gives out the translation as it is written: with `numBeams` 1 token by token, in a beam
   * search what all hypotheses have in common. Joined, the pieces are what `run` gives.
   *
   * @example
   * const translation = await pipeline("translation", { model: translationEnDe });
   * for await (const piece of translation.stream("How are you?", { numBeams: 1 })) console.log(piece);
   */
  async *stream(text: string, options: TranslateOptions = {}): AsyncGenerator<string, void> {
    requireTexts("Translation.stream", "the input", [text]);
    const { leading: begin, sentences } = splitSentences(text, { locale: this.config.source });
    if (begin !== "") yield begin;
    let done = 0;
    for (const { text: sentence, space } of sentences) {
      yield* this.#write(sentence, done, options);
      if (space !== "") yield space;
      done++;
      options.onProgress?.(done, sentences.length);
    }
  }

  /** The pieces of one sentence's translation. */
  async *#write(
    sentence: string,
    firstPlace: number,
    options: TranslateOptions,
  ): AsyncGenerator<string, void> {
    const pieces: string[] = [];
    let wake = () => {};
    let ended = false;
    const onText = (piece: string) => {
      pieces.push(piece);
      wake();
    };
    const { onProgress: _, ...rest } = options;
    const work = this.#translate([sentence], { ...rest, firstPlace, onText }).finally(() => {
      ended = true;
      wake();
    });
    work.catch(() => {}); // it is awaited below
    while (!ended || pieces.length > 0) {
      const piece = pieces.shift();
      if (piece !== undefined) yield piece;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    await work;
  }

  /** Translates sentences as they are: none is split. */
  translateSentences(
    sentences: readonly string[],
    options: SentenceOptions = {},
  ): Promise<TranslatedSentence[]> {
    return this.#translate(sentences, options);
  }

  #translate(
    sentences: readonly string[],
    options: SentenceOptions,
  ): Promise<TranslatedSentence[]> {
    return translateSentences(
      { model: this.model, tokenizer: this.parts.tokenizer },
      sentences,
      options,
    );
  }
}
