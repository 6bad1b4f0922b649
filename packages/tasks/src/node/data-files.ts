import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "@unroll/core";

/** The parts a data set is split into. */
const splitNames = ["train", "dev", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** Where a data set's parts are. A single file is all of it. */
export type DataFiles =
  | { readonly kind: "file"; readonly file: string }
  | {
      readonly kind: "folder";
      readonly folder: string;
      readonly splits: Readonly<Partial<Record<SplitName, string>>>;
      /** A file that names the numbers that stand for labels. */
      readonly labelNames: string | undefined;
    };

const ALIASES: Readonly<Record<string, SplitName>> = {
  train: "train",
  dev: "dev",
  valid: "dev",
  validation: "dev",
  val: "dev",
  test: "test",
};

/**
 * Finds the files of a data set. In a folder those are meant whose names have "train", "dev" (or
 * "valid", "validation", "val") or "test" between dots, dashes or underscores; a folder "trees" in it
 * comes first, which is where the Stanford Sentiment Treebank has its labels for phrases.
 *
 * @throws {DataError} when there is nothing, or more than one file for a part
 */
export async function findDataFiles(path: string): Promise<DataFiles> {
  if (!(await isFolder(path))) {
    return { kind: "file", file: path };
  }
  const entries = await readdir(path);
  if (entries.includes("trees") && (await isFolder(join(path, "trees")))) {
    return findDataFiles(join(path, "trees"));
  }
  const splits: Partial<Record<SplitName, string>> = {};
  for (const split of splitNames) {
    const [file, second] = entries.filter((name) => splitOf(name) === split).sort();
    if (second !== undefined) {
      throw new DataError(
        `${path}: the folder must hold one file for "${split}", got ${file} and ${second}. Pass one of the files, or a folder with one of them.`,
      );
    }
    if (file !== undefined) {
      splits[split] = join(path, file);
    }
  }
  if (Object.keys(splits).length === 0) {
    throw new DataError(
      `${path}: the folder must hold files such as train.tsv, dev.csv.gz or test.jsonl, got ${entries.sort().slice(0, 5).join(", ") || "none"}. ` +
        "Rename them, or pass a file.",
    );
  }
  const labelNames = entries.includes("labels.txt") ? join(path, "labels.txt") : undefined;
  return { kind: "folder", folder: path, splits, labelNames };
}

function splitOf(name: string): SplitName | undefined {
  if (!/(^|\.)(txt|tsv|csv|jsonl|ndjson|train|dev|valid|validation|val|test)(\.gz)?$/i.test(name)) {
    return undefined;
  }
  const parts = name.toLowerCase().split(/[._-]/);
  const alias = parts.find((part) => Object.hasOwn(ALIASES, part));
  return alias === undefined ? undefined : ALIASES[alias];
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `${path}: it must be a file or a folder of data, got: ${actual}. Check the path.`,
      { cause },
    );
  }
}
