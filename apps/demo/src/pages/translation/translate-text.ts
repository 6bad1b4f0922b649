import { splitSentences, type TranslatedSentence, type Translation } from "@unroll/tasks";
import type { Hosted } from "../../worker/wire.ts";

/** Written side by side: the first ones are there soon, and eight take little longer than one. */
const SENTENCES_AT_ONCE = 8;

/** What is used of the pipeline. */
export type Translator = Pick<Hosted<Translation>, "translateSentences">;

/** A sentence, and how far its translation has come. */
export interface Sentence {
  readonly source: string;
  /** The white space behind it. */
  readonly space: string;
  /** What is written so far, and will not be taken back. */
  written: string;
  /** All there is to tell, once it is done. */
  done: TranslatedSentence | undefined;
}

/** A text, and how far its translation has come. */
export interface TextInWork {
  /** The white space before its first sentence. */
  readonly leading: string;
  readonly sentences: readonly Sentence[];
}

export interface TranslateTextOptions {
  /** The language of the text. */
  language: string;
  numBeams: number;
  /** A text that was translated in the same way: sentences that stand in it are not translated again. */
  before: TextInWork | undefined;
  signal: AbortSignal;
  /** Is told the text at first, and each time it has come further. */
  onChange: (text: TextInWork) => void;
}

/** What a call has translated. */
export interface Work {
  sentences: number;
  tokens: number;
}

/**
 * Translates a text from its beginning to its end, a few sentences at a time: every hypothesis of each, and what it
 * attended to.
 */
export async function translateText(
  translator: Translator,
  text: string,
  { language, numBeams, before, signal, onChange }: TranslateTextOptions,
): Promise<Work> {
  const { leading, sentences: split } = splitSentences(text, { locale: language });
  const known = new Map(before?.sentences.map(({ source, done }) => [source, done]));
  const sentences = split.map(({ text: source, space }): Sentence => {
    const done = known.get(source);
    return { source, space, written: textOf(done), done };
  });
  const changed = () => onChange({ leading, sentences });
  changed();
  const work = sentences.filter(({ done }) => done === undefined);
  for (let at = 0; at < work.length; at += SENTENCES_AT_ONCE) {
    const some = work.slice(at, at + SENTENCES_AT_ONCE);
    const translated = await translator.translateSentences(
      some.map(({ source }) => source),
      {
        numBeams,
        numReturnSequences: numBeams,
        returnAttention: true,
        signal,
        onText(piece, place) {
          const sentence = some[place];
          // A message of a call that is over may come after its result.
          if (signal.aborted || sentence === undefined || sentence.done) return;
          sentence.written += piece;
          changed();
        },
      },
    );
    some.forEach((sentence, place) => {
      sentence.done = translated[place];
      sentence.written = textOf(sentence.done);
    });
    changed();
  }
  return {
    sentences: work.length,
    tokens: work.reduce((sum, { done }) => sum + (done?.candidates[0]?.tokens.length ?? 0), 0),
  };
}

/** The translation of a text, as far as it is written. */
export function writtenText({ leading, sentences }: TextInWork): string {
  return leading + sentences.map(({ written, space }) => written + space).join("");
}

function textOf(translated: TranslatedSentence | undefined): string {
  return translated?.candidates[0]?.text ?? "";
}
