import type { LabelScore, SentimentAnalysis } from "@unroll/tasks";
import type { Hosted } from "../../worker/wire.ts";
import type { Reading } from "./reading.ts";

/** Words of a text that get a bar each. Reading every prefix takes time with the square of this. */
const MAX_BARS = 100;

/** What is used of the pipeline. */
export type Reader = Pick<Hosted<SentimentAnalysis>, "run" | "prefixes">;

/**
 * Reads a text that has words: the answer to all of it, and after each of its first words.
 *
 * @throws {DataError} when the text is longer than the model reads
 */
export async function readText(
  reader: Reader,
  text: string,
  signal: AbortSignal,
): Promise<Reading> {
  const started = performance.now();
  const { beginning, wordCount } = cut(text, MAX_BARS);
  const words = await reader.prefixes(beginning, { signal });
  // The last prefix of a text is the text.
  const whole: LabelScore | undefined = wordCount > MAX_BARS ? undefined : words.at(-1);
  const answer = whole ?? (await reader.run(text, { signal }));
  return { answer, words, wordCount, milliseconds: performance.now() - started };
}

/** A text up to and with its nth word, and how many it has in all. */
function cut(text: string, words: number): { beginning: string; wordCount: number } {
  let wordCount = 0;
  let end = text.length;
  for (const match of text.matchAll(/\S+/gu)) {
    wordCount += 1;
    if (wordCount === words) end = match.index + match[0].length;
  }
  return { beginning: text.slice(0, end), wordCount };
}
