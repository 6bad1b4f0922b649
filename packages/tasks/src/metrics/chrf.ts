import { alignedReferences, type References } from "./aligned-references.ts";
import { countMatches, numberedNgrams } from "./n-grams.ts";
import { pythonWords } from "./python-words.ts";

export interface ChrfOptions {
  /** How much more recall weighs than precision. Default 2: chrF2. */
  beta?: number | undefined;
  /** N-grams of up to so many words count too: 2 for chrF++. Default 0. */
  wordOrder?: number | undefined;
  /** White space counts as a character. Default false: it is left out. */
  whiteSpace?: boolean | undefined;
  /** Default false. */
  lowercase?: boolean | undefined;
}

const CHARACTER_ORDER = 6;

/**
 * chrF of a corpus from 0 to 100, equal to sacreBLEU's: F-beta of the mean precision and the mean recall of n-grams
 * of 1 to 6 characters. Characters are Unicode's code points. Of several references that counts whose own score is
 * best.
 *
 * @param references  for each hypothesis a text, or several
 * @throws {DataError} when there are not as many references as hypotheses
 * Source: Popović 2015, 2016 (beta 2), 2017 (chrF++)
 *
 * @example
 * const score = corpusChrf(["The dog bit the man."], ["The dog had bit the man."]);
 * console.log(score.toFixed(2)); // 67.65
 */
export function corpusChrf(
  hypotheses: readonly string[],
  references: readonly References[],
  { beta = 2, wordOrder = 0, whiteSpace = false, lowercase = false }: ChrfOptions = {},
): number {
  const unitsOf = (text: string): Units => {
    const cased = lowercase ? text.toLowerCase() : text;
    const characters = [...(whiteSpace ? cased : pythonWords(cased).join(""))];
    return { characters, words: wordOrder > 0 ? wordsOf(cased) : [] };
  };
  const sums = Array.from({ length: CHARACTER_ORDER + wordOrder }, () => ({
    hypothesis: 0,
    reference: 0,
    matches: 0,
  }));
  alignedReferences("corpusChrf", hypotheses, references).forEach((texts, index) => {
    const hypothesis = unitsOf(hypotheses[index] as string);
    const candidates = texts.map((text) => compare(hypothesis, unitsOf(text), wordOrder));
    const best = candidates.reduce((first, each) =>
      fScore(each, beta) > fScore(first, beta) ? each : first,
    );
    sums.forEach((sum, order) => {
      const { hypothesis, reference, matches } = best[order] as Counts;
      sum.hypothesis += hypothesis;
      sum.reference += reference;
      sum.matches += matches;
    });
  });
  return fScore(sums, beta);
}

interface Units {
  readonly characters: readonly string[];
  readonly words: readonly string[];
}

/** N-grams of one length: how many each side has, and how many both. */
interface Counts {
  readonly hypothesis: number;
  readonly reference: number;
  readonly matches: number;
}

function compare(hypothesis: Units, reference: Units, wordOrder: number): Counts[] {
  const characters = numberedNgrams([hypothesis.characters, reference.characters], CHARACTER_ORDER);
  const words = wordOrder > 0 ? numberedNgrams([hypothesis.words, reference.words], wordOrder) : [];
  return [...characters, ...words].map(([own, other]) => {
    const [mine, its] = [own as Int32Array, other as Int32Array];
    return {
      // What a reference is too short for is not held against a translation.
      hypothesis: its.length > 0 ? mine.length : 0,
      reference: its.length,
      matches: countMatches(mine, [its]),
    };
  });
}

/** Lengths of which a side has no n-grams are left out. */
function fScore(counts: readonly Counts[], beta: number): number {
  const used = counts.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  if (used.length === 0) return 0;
  const average = (shares: number[]) => shares.reduce((sum, share) => sum + share, 0) / used.length;
  const precision = average(used.map(({ matches, hypothesis }) => matches / hypothesis));
  const recall = average(used.map(({ matches, reference }) => matches / reference));
  if (precision + recall === 0) return 0;
  // Operation by operation as sacreBLEU: where references tie, the last bit says which of them counts.
  return 100 * (((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall));
}

/** Words between white space; one mark of ASCII at a word's end, or else at its start, is a word of its own. */
function wordsOf(text: string): string[] {
  return pythonWords(text).flatMap((word) => {
    if (word.length === 1) return [word];
    if (PUNCTUATION.test(word.slice(-1))) return [word.slice(0, -1), word.slice(-1)];
    if (PUNCTUATION.test(word.charAt(0))) return [word.charAt(0), word.slice(1)];
    return [word];
  });
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;
