import { labeledTexts } from "../../data/columns.ts";
import { parseCsv } from "../../data/csv.ts";
import type { DataFile } from "../../data/data-place.ts";
import type { LabeledText } from "../../data/labeled-text.ts";
import { linesOf, parseJsonLines, parseLabelFirst, parseTsv } from "../../data/line-formats.ts";
import { readTextFile } from "../../data/text-file.ts";
import { type Phrase, parseTree } from "./treebank.ts";

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
export async function readLabeledFile(file: DataFile): Promise<LabeledFile> {
  const { where } = file;
  const text = await readTextFile(file);
  const extension = file.name.replace(/\.gz$/i, "").split(".").at(-1)?.toLowerCase();
  const first = /^\s*(.*)$/mu.exec(text)?.[1] ?? "";
  if (/^\(\d /u.test(first)) {
    const trees = linesOf(text).map(({ line, content }) =>
      parseTree(content, `${where}, line ${line}`),
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
  return { kind: "texts", texts: labeledTexts(parse(text, where)) };
}
