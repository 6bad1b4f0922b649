import { DataError } from "@unroll/core";
import type { DataFile, DataFolder, DataPlace, SplitName } from "../../data/data-place.ts";
import { splitInName } from "../../data/splits.ts";
import { fileInLanguage, languageOfFile, readAlignedFiles } from "./aligned-files.ts";
import { languagesInName, readPairTable } from "./pair-table.ts";
import type { Languages, SentencePair } from "./translation-data.ts";

/** Where pairs are: a table, or two files. */
interface Pairs {
  /** For messages. */
  readonly name: string;
  readonly split: SplitName | undefined;
  read(): Promise<SentencePair[]>;
}

/** The parts of a data set that are in two languages. A single file, or two that belong together, is all of it. */
export interface PairSplits {
  /** @throws {DataError} when there is none of that name */
  require(split: SplitName): Pairs;
  /** Undefined where there is none of that name, or all is one part. */
  find(split: SplitName): Pairs | undefined;
}

/**
 * Finds the parts of a data set in two languages. In a folder, which may hold other languages too, those are meant
 * whose names have "train", "dev" (or "valid", "validation", "val") or "test" between dots, dashes or underscores:
 * tables whose names have the languages ("en-de.train.tsv.gz") or none, and two files that differ in the language at
 * the end of their names ("train.en.gz" and "train.de.gz"). One of two such files stands for both.
 *
 * @throws {DataError} when there is nothing in these languages, or more than one for a part
 */
export async function findPairs(place: DataPlace, languages: Languages): Promise<PairSplits> {
  if (place.kind === "file") {
    const pairs = await pairsOfFile(place, languages);
    return { require: () => pairs, find: () => undefined };
  }
  const files = filesOf(await place.list());
  const all = [...tables(files, languages), ...alignedFiles(files, languages)];
  const find = (split: SplitName) => {
    const [first, second] = all.filter((pairs) => pairs.split === split);
    if (second === undefined) return first;
    throw new DataError(
      `${place.where}: the folder must hold the pairs of "${split}" once, got ${first?.name} and ${second.name}. ` +
        "Pass one of the files instead of the folder.",
    );
  };
  return { find, require: (split) => find(split) ?? fail(place, split, languages, all, files) };
}

async function pairsOfFile(file: DataFile, languages: Languages): Promise<Pairs> {
  const { source, target } = languages;
  const language = languageOfFile(file.name);
  const other =
    language === source.toLowerCase()
      ? target
      : language === target.toLowerCase()
        ? source
        : undefined;
  if (other === undefined) {
    if (languagesInName(file.name, languages) !== "others") return tablePairs(file, languages);
    throw new DataError(
      `${file.where}: the file must be in ${source} and ${target}, got others by its name. Ask for its languages, or rename it.`,
    );
  }
  const files = file.folder ? filesOf(await file.folder.list()) : [];
  const found = fileInLanguage(files, file.name, other);
  if (found === undefined) {
    throw new DataError(
      `${file.where}: beside the file there must be the same in ${other}, got none. Name both alike, such as train.${source} and train.${target}.`,
    );
  }
  return other === target ? alignedPairs(file, found) : alignedPairs(found, file);
}

function tables(files: readonly DataFile[], languages: Languages): Pairs[] {
  return files
    .filter(({ name }) => /\.(tsv|csv|jsonl|ndjson)(\.gz)?$/i.test(name))
    .filter(({ name }) => languagesInName(name, languages) !== "others")
    .map((file) => tablePairs(file, languages));
}

function alignedFiles(files: readonly DataFile[], { source, target }: Languages): Pairs[] {
  return files
    .filter(({ name }) => languageOfFile(name) === source.toLowerCase())
    .flatMap((file) => {
      const other = fileInLanguage(files, file.name, target);
      return other === undefined ? [] : alignedPairs(file, other);
    });
}

function tablePairs(file: DataFile, languages: Languages): Pairs {
  const { name } = file;
  return { name, split: splitInName(name), read: () => readPairTable(file, languages) };
}

function alignedPairs(source: DataFile, target: DataFile): Pairs {
  return {
    name: `${source.name} with ${target.name}`,
    split: splitInName(source.name),
    read: () => readAlignedFiles(source, target),
  };
}

function fail(
  { where }: DataFolder,
  split: SplitName,
  { source, target }: Languages,
  all: readonly Pairs[],
  files: readonly DataFile[],
): never {
  const found = all.length > 0 ? all : files;
  const names = found.slice(0, 5).map(({ name }) => name);
  throw new DataError(
    `${where}: the folder must hold pairs of ${source} and ${target} for "${split}", got ${names.join(", ") || "no files"}. ` +
      `Name them such as ${split}.${source} and ${split}.${target}, or ${source}-${target}.${split}.tsv.`,
  );
}

function filesOf(places: readonly DataPlace[]): DataFile[] {
  return places.filter((place) => place.kind === "file");
}
