import { DataError, Rng } from "@unroll/core";
import type { DataPlace, SplitName } from "../../data/data-place.ts";
import type { LabeledText } from "../../data/labeled-text.ts";
import { setAside } from "../../data/set-aside.ts";
import { type DataSplits, findSplits } from "../../data/splits.ts";
import { readTextFile } from "../../data/text-file.ts";
import {
  differentLabels,
  type LabelNamer,
  numberedNames,
  renameLabels,
  usualNames,
} from "./label-names.ts";
import { type LabeledFile, readLabeledFile } from "./labeled-file.ts";
import { labelEachClass, type SentimentData } from "./sentiment-data.ts";
import { sstData, sstSentences } from "./sst.ts";

/** Where the Stanford Sentiment Treebank has its labels for phrases. */
const TREES = "trees";

/**
 * Reads the training and dev texts of a data set: a folder with a file for each, or a file with all.
 * Where there are no dev texts, a tenth of the training texts is set aside.
 *
 * Files may be trees of the Stanford Sentiment Treebank, TSV, CSV, JSON lines or lines that begin
 * with the label, packed with gzip or not.
 *
 * @throws {DataError} that names the file, and the line where one is wrong
 */
export async function readSentimentData(
  place: DataPlace,
  { seed }: { seed: number },
): Promise<SentimentData> {
  const splits = await findSplits(place, TREES);
  const train = await readLabeledFile(splits.require("train"));
  const devFile = splits.find("dev");
  const dev = devFile && (await readLabeledFile(devFile));
  const rng = Rng.fromSeed(seed).fold("dev");
  const { where } = place;
  if (train.kind === "trees") {
    const [kept, aside] = dev
      ? [train.trees, treesOf(dev, where)]
      : setAside(train.trees, rng, where);
    return sstData(kept, aside);
  }
  const [kept, aside] = dev ? [train.texts, textsOf(dev)] : setAside(train.texts, rng, where);
  const nameOf = await labelNamer(splits, [...kept, ...aside]);
  const texts = renameLabels(kept, nameOf);
  const classes = differentLabels(texts);
  if (classes.length < 2) {
    throw new DataError(
      `${where}: the training texts must have at least two labels, got ${classes.join(", ") || "none"}. ` +
        "Check the column of the labels.",
    );
  }
  const labels = labelEachClass(classes);
  return { classes, labels, train: texts, dev: renameLabels(aside, nameOf) };
}

/**
 * Reads the texts of one part of a data set, to judge a model by. A single file is read as a whole,
 * whatever the part.
 *
 * @throws {DataError} that names the file, and the line where one is wrong
 */
export async function readSentimentSplit(
  place: DataPlace,
  split: SplitName,
): Promise<readonly LabeledText[]> {
  const splits = await findSplits(place, TREES);
  const file = await readLabeledFile(splits.require(split));
  const texts = textsOf(file);
  return file.kind === "trees" ? texts : renameLabels(texts, await labelNamer(splits, texts));
}

function textsOf(file: LabeledFile): readonly LabeledText[] {
  return file.kind === "trees" ? sstSentences(file.trees) : file.texts;
}

function treesOf(file: LabeledFile, where: string) {
  if (file.kind !== "trees") {
    throw new DataError(
      `${where}: the dev file must hold trees as the training file does, got texts. Use files of one kind.`,
    );
  }
  return file.trees;
}

async function labelNamer(splits: DataSplits, texts: readonly LabeledText[]): Promise<LabelNamer> {
  const names = splits.beside("labels.txt");
  if (names === undefined) return usualNames(texts);
  const lines = (await readTextFile(names)).split(/\r?\n/).map((line) => line.trim());
  return numberedNames(
    lines.filter((line) => line !== ""),
    names.where,
  );
}
