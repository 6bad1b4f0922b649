import { ConfigError } from "@unroll/core";
import { endsInAbbreviation } from "./abbreviations.ts";

export interface SentenceOptions {
  /** The language of the text, a tag of BCP 47: "de". Default "en". */
  locale?: string | undefined;
  /** Longer sentences are cut, in UTF-16 units. Default 500: some 80 words. */
  maxLength?: number | undefined;
}

export interface Sentence {
  /** With something in it that is no white space, and none around it. */
  readonly text: string;
  /** The white space that follows it; none where it was cut inside a word. */
  readonly space: string;
}

/** A text as sentences: `leading`, then each sentence's text and space. */
export interface SplitText {
  /** White space before the first sentence. */
  readonly leading: string;
  readonly sentences: readonly Sentence[];
}

/**
 * Splits a text into sentences, from which `joinSentences` makes the same text again. A line ends a sentence; a
 * point after a usual abbreviation or an initial does not (in English, German and French). A sentence longer than
 * `maxLength` is cut after the last comma or the like in its second half, else at the last white space, else between
 * characters. Takes time in proportion to the text.
 *
 * Uses Intl.Segmenter, or where there is none (Firefox before 125), marks of punctuation followed by white space.
 *
 * @throws {ConfigError} when the locale is no tag of a language, or maxLength is less than 2
 *
 * @example
 * const { sentences } = splitSentences("Mr. Smith left.\nWhy?", { locale: "en" });
 * console.log(sentences.map(({ text }) => text)); // ["Mr. Smith left.", "Why?"]
 */
export function splitSentences(
  text: string,
  { locale = "en", maxLength = 500 }: SentenceOptions = {},
): SplitText {
  if (!(maxLength >= 2)) {
    throw new ConfigError(
      `splitSentences: maxLength must be at least 2, got ${maxLength}. A character may have two units.`,
    );
  }
  const ends = sentenceEnds(locale);
  const result = new GrowingSplit();
  for (let at = 0; at < text.length; ) {
    // The segmenter takes time in proportion to the whole string for each sentence, so it gets a part at a time.
    const part = text.slice(at, at + maxLength);
    const found = ends(part);
    // What the part ends with may go on behind it.
    if (at + part.length < text.length) found.pop();
    if (found.length === 0) found.push(cut(part));
    let start = 0;
    for (const end of found) {
      result.add(part.slice(start, end));
      start = end;
    }
    at += start;
  }
  return result;
}

/** The text that was split, or one of translated sentences with the white space of the first. */
export function joinSentences({ leading, sentences }: SplitText): string {
  return leading + sentences.map(({ text, space }) => text + space).join("");
}

class GrowingSplit implements SplitText {
  leading = "";
  readonly sentences: { text: string; space: string }[] = [];

  add(segment: string): void {
    const text = segment.trim();
    const start = segment.length - segment.trimStart().length;
    this.#addSpace(segment.slice(0, start));
    if (text !== "") this.sentences.push({ text, space: segment.slice(start + text.length) });
  }

  #addSpace(space: string): void {
    const last = this.sentences.at(-1);
    if (last) last.space += space;
    else this.leading += space;
  }
}

/** What finds where the sentences of a part of a text end, each with the white space after it. */
function sentenceEnds(locale: string): (part: string) => number[] {
  const segments = segmenter(locale);
  const language = locale.split("-")[0]?.toLowerCase() ?? "";
  return (part) => {
    const ends: number[] = [];
    let [start, end] = [0, 0];
    for (const segment of segments(part)) {
      end += segment.length;
      const lineEnds = LINE_END.test(segment.slice(segment.trimEnd().length));
      const ended = lineEnds || !endsInAbbreviation(part.slice(start, end).trim(), language);
      if (!ended && end < part.length) continue;
      ends.push(end);
      start = end;
    }
    return ends;
  };
}

function segmenter(locale: string): (part: string) => Iterable<string> {
  if (!Intl.Segmenter) return (part) => part.match(SENTENCE) ?? [];
  try {
    const sentences = new Intl.Segmenter(locale, { granularity: "sentence" });
    return (part) => Array.from(sentences.segment(part), ({ segment }) => segment);
  } catch (cause) {
    throw new ConfigError(
      `splitSentences: the locale must be a tag of a language, got ${JSON.stringify(locale)}. Pass such as "de".`,
      { cause },
    );
  }
}

const LINE_END = /[\n\r\u2028\u2029]/u;
/** As far as a line's end, a point or the like before white space, or one of Chinese or Japanese. */
const SENTENCE = /.+?(?:\n|[.!?…]["'”’»)\]]*\s+|[。！？]+[”’」』）]*|$)/gsu;
const CLAUSE = /[,;:–—)]\s+|[，；：、]/gu;

/** Where a part of a sentence that is too long ends, with the white space after it. */
function cut(part: string): number {
  if (part.trimEnd().length < part.length) return part.length;
  const clause = endOfLast(CLAUSE, part);
  if (clause > part.length / 2) return clause;
  const word = endOfLast(/\s+/gu, part);
  if (word > 0) return word;
  // Not between the halves of a character.
  return /[\ud800-\udbff]$/.test(part) ? part.length - 1 : part.length;
}

function endOfLast(pattern: RegExp, text: string): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}
