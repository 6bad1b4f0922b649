import { DataError, Rng } from "@unroll/core";
import type { DataPlace, SplitName } from "../../data/data-place.ts";
import { setAside } from "../../data/set-aside.ts";
import { findPairs } from "./find-pairs.ts";
import type { Languages, SentencePair, TranslationData } from "./translation-data.ts";

/** As many judge a model well enough, and soon enough. */
const MOST_SET_ASIDE = 2000;

export interface ReadTranslationOptions extends Languages {
  /** Determines what is set aside. */
  seed: number;
}

/**
 * Reads the training and dev pairs of a data set: a folder, a table, or one of two files whose lines belong together.
 * Pairs with an empty side are left out. Where there are no dev pairs, those of a tenth of the sentences, 2,000 at
 * most, are set aside; sentences that differ in capitals, punctuation or white space at most count as one.
 *
 * @throws {DataError} that names the file, and the line where one is wrong
 */
export async function readTranslationData(
  place: DataPlace,
  { seed, source, target }: ReadTranslationOptions,
): Promise<TranslationData> {
  const splits = await findPairs(place, { source, target });
  const train = (await splits.require("train").read()).filter(isWhole);
  if (train.length === 0) {
    throw new DataError(
      `${place.where}: there must be pairs of sentences to train on, got none. Check that it is the right file.`,
    );
  }
  const dev = (await splits.find("dev")?.read())?.filter(isWhole);
  if (dev) return { train, dev };
  const rng = Rng.fromSeed(seed).fold("dev");
  const [kept, aside] = setAside(train, rng, place.where, {
    what: "different sentences",
    groupOf: ({ source }) => gist(source),
    most: MOST_SET_ASIDE,
  });
  return { train: kept, dev: aside };
}

/**
 * Reads the pairs of one part of a data set, to judge a model by: all of them, in their order. A single file, or two
 * whose lines belong together, is read as a whole, whatever the part.
 *
 * @throws {DataError} that names the file, and the line where one is wrong
 */
export async function readTranslationSplit(
  place: DataPlace,
  split: SplitName,
  { source, target }: Languages,
): Promise<readonly SentencePair[]> {
  const splits = await findPairs(place, { source, target });
  return splits.require(split).read();
}

function isWhole({ source, target }: SentencePair): boolean {
  return source.trim() !== "" && target.trim() !== "";
}

/** The words of a sentence; of one without words, all of it. */
function gist(sentence: string): string {
  const words = sentence.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu);
  return words?.join(" ") ?? sentence;
}
