import { DataError, Rng } from "@unroll/core";
import {
  differentLabels,
  type LabelNamer,
  numberedNames,
  renameLabels,
  usualNames,
} from "../sentiment/data/label-names.ts";
import { setAside } from "../sentiment/data/set-aside.ts";
import { sstData, sstSentences } from "../sentiment/data/sst.ts";
import { type LabeledText, labelEachClass, type SentimentData } from "../sentiment/labeled-text.ts";
import { type DataFiles, findDataFiles, type SplitName } from "./data-files.ts";
import { type LabeledFile, readLabeledFile } from "./labeled-file.ts";
import { readTextFile } from "./text-file.ts";

export interface ReadDataOptions {
  /** Determines which texts are set aside where there are no dev texts. Default 0. */
  seed?: number | undefined;
}

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
  path: string,
  { seed = 0 }: ReadDataOptions = {},
): Promise<SentimentData> {
  const files = await findDataFiles(path);
  const train = await readLabeledFile(fileOf(files, "train"));
  const dev = devFile(files) && (await readLabeledFile(devFile(files) as string));
  const rng = Rng.fromSeed(seed).fold("dev");
  if (train.kind === "trees") {
    const [kept, aside] = dev
      ? [train.trees, treesOf(dev, path)]
      : setAside(train.trees, rng, path);
    return sstData(kept, aside);
  }
  const [kept, aside] = dev ? [train.texts, textsOf(dev)] : setAside(train.texts, rng, path);
  const nameOf = await labelNamer(files, [...kept, ...aside]);
  const texts = renameLabels(kept, nameOf);
  const classes = differentLabels(texts);
  if (classes.length < 2) {
    throw new DataError(
      `${path}: the training texts must have at least two labels, got ${classes.join(", ") || "none"}. ` +
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
  path: string,
  split: SplitName,
): Promise<readonly LabeledText[]> {
  const files = await findDataFiles(path);
  const file = await readLabeledFile(fileOf(files, split));
  const texts = textsOf(file);
  return file.kind === "trees" ? texts : renameLabels(texts, await labelNamer(files, texts));
}

function fileOf(files: DataFiles, split: SplitName): string {
  if (files.kind === "file") {
    return files.file;
  }
  const file = files.splits[split];
  if (file === undefined) {
    throw new DataError(
      `${files.folder}: the folder must hold a file for "${split}", got ${Object.keys(files.splits).join(", ")}. ` +
        `Add one, such as ${split}.tsv, or ask for another part.`,
    );
  }
  return file;
}

function devFile(files: DataFiles): string | undefined {
  return files.kind === "folder" ? files.splits.dev : undefined;
}

function textsOf(file: LabeledFile): readonly LabeledText[] {
  return file.kind === "trees" ? sstSentences(file.trees) : file.texts;
}

function treesOf(file: LabeledFile, path: string) {
  if (file.kind !== "trees") {
    throw new DataError(
      `${path}: the dev file must hold trees as the training file does, got texts. Use files of one kind.`,
    );
  }
  return file.trees;
}

async function labelNamer(files: DataFiles, texts: readonly LabeledText[]): Promise<LabelNamer> {
  const names = files.kind === "folder" ? files.labelNames : undefined;
  if (names === undefined) {
    return usualNames(texts);
  }
  const lines = (await readTextFile(names)).split(/\r?\n/).map((line) => line.trim());
  return numberedNames(
    lines.filter((line) => line !== ""),
    names,
  );
}
