import { basename } from "node:path";
import { labeledTexts } from "../sentiment/data/columns.ts";
import {
  linesOf,
  parseJsonLines,
  parseLabelFirst,
  parseTsv,
} from "../sentiment/data/line-formats.ts";
import { type Phrase, parseTree } from "../sentiment/data/treebank.ts";
import type { LabeledText } from "../sentiment/labeled-text.ts";
import { parseCsv } from "./csv.ts";
import { readTextFile } from "./text-file.ts";

/** What a file of a data set holds: trees of the treebank, or texts with labels. */
export type LabeledFile =
  | { readonly kind: "trees"; readonly trees: readonly (readonly Phrase[])[] }
  | { readonly kind: "texts"; readonly texts: readonly LabeledText[] };

/**
 * Reads a file of a data set, unpacked where its name ends with .gz. What it holds is told by its
 * name (.tsv, .csv, .jsonl, .ndjson), else by its first line: a tree, a JSON object, cells between
 * tabs, else a label before each text.
 *
 * @throws {DataError} that names the file and the line
 */
export async function readLabeledFile(path: string): Promise<LabeledFile> {
  const text = (await readTextFile(path)).replace(/^\uFEFF/u, "");
  const extension = basename(path).replace(/\.gz$/i, "").split(".").at(-1)?.toLowerCase();
  const first = /^\s*(.*)$/mu.exec(text)?.[1] ?? "";
  if (/^\(\d /u.test(first)) {
    const trees = linesOf(text).map(({ line, content }) =>
      parseTree(content, `${path}, line ${line}`),
    );
    return { kind: "trees", trees };
  }
  const parse =
    extension === "csv"
      ? parseCsv
      : extension === "jsonl" || extension === "ndjson" || first.startsWith("{")
        ? parseJsonLines
        : extension === "tsv" || first.includes("\t")
          ? parseTsv
          : parseLabelFirst;
  return { kind: "texts", texts: labeledTexts(parse(text, path)) };
}
