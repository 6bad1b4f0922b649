import { DataError } from "@unroll/core";
import type { DataFile } from "../../data/data-place.ts";
import { readTextFile } from "../../data/text-file.ts";
import type { SentencePair } from "./translation-data.ts";

/**
 * Reads pairs from two files, of which the lines of the same number belong together. Blank lines count.
 * @throws {DataError} that names both files when one has more lines
 */
export async function readAlignedFiles(
  source: DataFile,
  target: DataFile,
): Promise<SentencePair[]> {
  const [sources, targets] = await Promise.all([linesOf(source), linesOf(target)]);
  if (sources.length !== targets.length) {
    throw new DataError(
      `${source.where}: the file must have as many lines as ${target.where}, got ${sources.length} and ${targets.length}. ` +
        "Take both files from the same data set.",
    );
  }
  return sources.map((line, i) => ({ source: line, target: targets[i] as string }));
}

/** Every line; a break at the end begins no further one. */
async function linesOf(file: DataFile): Promise<string[]> {
  const text = await readTextFile(file);
  const lines = text.split(/\r?\n/u);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The language that a file is in by the end of its name: "train.de.gz", "train.de.txt" and "train.de" are in "de". */
export function languageOfFile(name: string): string {
  return stem(name).split(".").at(-1) ?? "";
}

/** Of the files the one that is named like `name` but for the language. */
export function fileInLanguage(
  files: readonly DataFile[],
  name: string,
  language: string,
): DataFile | undefined {
  const wanted = `${stem(name).split(".").slice(0, -1).join(".")}.${language.toLowerCase()}`;
  return files.find((file) => stem(file.name) === wanted);
}

function stem(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.gz$/, "")
    .replace(/\.txt$/, "");
}
