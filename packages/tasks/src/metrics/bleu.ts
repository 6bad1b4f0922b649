import { alignedReferences, type References } from "./aligned-references.ts";
import { countMatches, numberedNgrams } from "./n-grams.ts";
import { pythonWords } from "./python-words.ts";
import { tokenize13a } from "./tokenize-13a.ts";

export interface BleuOptions {
  /** What words are: as mteval-v13a.pl splits them, or what stands between white space. Default "13a". */
  tokenize?: "13a" | "none" | undefined;
  /**
   * What counts where no n-gram of a length matches (Chen & Cherry 2014): half a match at the first such length,
   * a quarter at the next ("exp"); `smoothingValue` matches ("floor"); no match, of which the score is 0 ("none").
   * "add-k" adds `smoothingValue` to the matches and to the number of n-grams, of lengths from 2. Default "exp".
   */
  smoothing?: "exp" | "floor" | "add-k" | "none" | undefined;
  /** Default: 0.1 for "floor", 1 for "add-k". */
  smoothingValue?: number | undefined;
  /** Default false. */
  lowercase?: boolean | undefined;
  /** Leaves out lengths of which there are no n-grams: for the score of a single sentence. Default false. */
  effectiveOrder?: boolean | undefined;
}

/** BLEU of some translations. */
export interface Bleu {
  /** From 0 to 100. */
  score: number;
  /** Of n-grams of 1, 2, 3 and 4 words: what share stands in a reference, from 0 to 100, smoothed. */
  precisions: number[];
  /** From 0 to 1: below 1 where the translations have fewer words than the references. */
  brevityPenalty: number;
  /** Words of all translations. */
  hypothesisLength: number;
  /** Words of all references, of several for one sentence those of the one nearest in length. */
  referenceLength: number;
}

const ORDER = 4;

/**
 * BLEU of a corpus, equal to sacreBLEU's: brevityPenalty * exp(mean of ln precision of n-grams, n = 1..4).
 *
 * @param references  for each hypothesis a text, or several
 * @throws {DataError} when there are not as many references as hypotheses
 * Source: Papineni et al. 2002; Post 2018
 *
 * @example
 * const { score } = corpusBleu(["The dog bit the man."], ["The dog had bit the man."]);
 * console.log(score.toFixed(2)); // 51.15
 */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly References[],
  options: BleuOptions = {},
): Bleu {
  const { tokenize = "13a", lowercase = false } = options;
  const split = { "13a": tokenize13a, none: pythonWords }[tokenize];
  const wordsOf = (text: string) => split(lowercase ? text.toLowerCase() : text);
  const counts: Counts = {
    matches: new Array(ORDER).fill(0),
    totals: new Array(ORDER).fill(0),
    hypothesisLength: 0,
    referenceLength: 0,
  };
  alignedReferences("corpusBleu", hypotheses, references).forEach((texts, index) => {
    add(counts, wordsOf(hypotheses[index] as string), texts.map(wordsOf));
  });
  return bleuOf(counts, options);
}

/** Sums over a corpus; arrays by n-gram length. */
interface Counts {
  readonly matches: number[];
  readonly totals: number[];
  hypothesisLength: number;
  referenceLength: number;
}

function add(
  counts: Counts,
  hypothesis: readonly string[],
  references: readonly (readonly string[])[],
): void {
  numberedNgrams([hypothesis, ...references], ORDER).forEach((ofLength, n) => {
    const [own, ...allowed] = ofLength as [Int32Array, ...Int32Array[]];
    counts.matches[n] = (counts.matches[n] as number) + countMatches(own, allowed);
    counts.totals[n] = (counts.totals[n] as number) + own.length;
  });
  counts.hypothesisLength += hypothesis.length;
  counts.referenceLength += nearest(
    hypothesis.length,
    references.map(({ length }) => length),
  );
}

/** Of lengths that are equally near the shorter. */
function nearest(length: number, lengths: readonly number[]): number {
  const distance = (other: number) => Math.abs(other - length);
  return lengths.reduce((best, each) => {
    const further = distance(each) - distance(best);
    return further < 0 || (further === 0 && each < best) ? each : best;
  });
}

function bleuOf(counts: Counts, { effectiveOrder = false, ...options }: BleuOptions): Bleu {
  const { hypothesisLength, referenceLength } = counts;
  const brevityPenalty =
    hypothesisLength >= referenceLength ? 1 : Math.exp(1 - referenceLength / hypothesisLength);
  const { precisions, reached } = precisionsOf(counts, options);
  const order = effectiveOrder ? reached : ORDER;
  // The logarithm of 0 is -Infinity, of which the score is 0.
  const logs = precisions.slice(0, order).map((precision) => Math.log(precision / 100));
  const mean = logs.reduce((sum, each) => sum + each, 0) / order;
  const score = order === 0 ? 0 : 100 * brevityPenalty * Math.exp(mean);
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
}

/** What share matches, by length, and how many lengths there are n-grams of; none counts where no word matches. */
function precisionsOf(
  { matches, totals }: Counts,
  { smoothing = "exp", smoothingValue }: BleuOptions,
): { precisions: number[]; reached: number } {
  const precisions: number[] = new Array(ORDER).fill(0);
  if (matches[0] === 0) return { precisions, reached: 0 };
  const value = smoothingValue ?? (smoothing === "floor" ? 0.1 : 1);
  let without = 0;
  for (let n = 0; n < ORDER; n++) {
    const added = smoothing === "add-k" && n > 0 ? value : 0;
    const [count, total] = [(matches[n] as number) + added, (totals[n] as number) + added];
    if (total === 0) return { precisions, reached: n };
    let counted = count;
    if (count === 0 && smoothing === "exp") counted = 1 / 2 ** ++without;
    if (count === 0 && smoothing === "floor") counted = value;
    precisions[n] = (100 * counted) / total;
  }
  return { precisions, reached: ORDER };
}
