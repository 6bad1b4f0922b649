import { DataError } from "@unroll/core";
import {
  type DataFile,
  type DataFolder,
  type DataPlace,
  type SplitName,
  splitNames,
} from "./data-place.ts";

/** Where a data set's parts are. A single file is all of it. */
export interface DataSplits {
  /** @throws {DataError} when there is none of that name */
  require(split: SplitName): DataFile;
  /** Undefined where there is none of that name, or all is one file. */
  find(split: SplitName): DataFile | undefined;
  /** Another file of the folder. */
  beside(name: string): DataFile | undefined;
}

const ALIASES: Readonly<Record<string, SplitName>> = {
  train: "train",
  dev: "dev",
  valid: "dev",
  validation: "dev",
  val: "dev",
  test: "test",
};

/**
 * Finds the parts of a data set. In a folder those files are meant whose names have "train", "dev" (or
 * "valid", "validation", "val") or "test" between dots, dashes or underscores; a folder in it with the
 * name `preferred` comes first.
 *
 * @param place  a folder, or a file that is all there is
 * @throws {DataError} when there is nothing, or more than one file for a part
 */
export async function findSplits(place: DataPlace, preferred?: string): Promise<DataSplits> {
  if (place.kind === "file") {
    return { require: () => place, find: () => undefined, beside: () => undefined };
  }
  const places = await place.list();
  const inner = places.find(({ kind, name }) => kind === "folder" && name === preferred);
  if (inner) return findSplits(inner);
  const files = places.filter((each) => each.kind === "file");
  const splits = new Map<SplitName, DataFile>();
  for (const split of splitNames) {
    const [file, second] = files.filter(({ name }) => splitOf(name) === split);
    if (second !== undefined) {
      throw new DataError(
        `${place.where}: the folder must hold one file for "${split}", got ${file?.name} and ${second.name}. ` +
          "Pass one of the files, or a folder with one of them.",
      );
    }
    if (file !== undefined) splits.set(split, file);
  }
  if (splits.size === 0) {
    const some = places.slice(0, 5).map(({ name }) => name);
    throw new DataError(
      `${place.where}: the folder must hold files such as train.tsv, dev.csv.gz or test.jsonl, got ${some.join(", ") || "none"}. ` +
        "Rename them, or pass a file.",
    );
  }
  return {
    require: (split) => splits.get(split) ?? fail(place, split, splits),
    find: (split) => splits.get(split),
    beside: (wanted) => files.find(({ name }) => name === wanted),
  };
}

function fail(
  { where }: DataFolder,
  split: SplitName,
  splits: ReadonlyMap<SplitName, DataFile>,
): never {
  throw new DataError(
    `${where}: the folder must hold a file for "${split}", got ${[...splits.keys()].join(", ")}. ` +
      `Add one, such as ${split}.tsv, or ask for another part.`,
  );
}

function splitOf(name: string): SplitName | undefined {
  if (!/(^|\.)(txt|tsv|csv|jsonl|ndjson|train|dev|valid|validation|val|test)(\.gz)?$/i.test(name)) {
    return undefined;
  }
  return splitInName(name);
}

/** The part of a data set that a name has between dots, dashes or underscores. */
export function splitInName(name: string): SplitName | undefined {
  const parts = name.toLowerCase().split(/[._-]/);
  const alias = parts.find((part) => Object.hasOwn(ALIASES, part));
  return alias === undefined ? undefined : ALIASES[alias];
}
