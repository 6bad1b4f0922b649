import { labeledTexts } from "../../data/columns.ts";
import type { DataFile } from "../../data/data-place.ts";
import type { LabeledText } from "../../data/labeled-text.ts";
import { linesOf, parseLabelFirst } from "../../data/line-formats.ts";
import { tableParser } from "../../data/table-format.ts";
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
  const first = /^\s*(.*)$/mu.exec(text)?.[1] ?? "";
  if (/^\(\d /u.test(first)) {
    const trees = linesOf(text).map(({ line, content }) =>
      parseTree(content, `${where}, line ${line}`),
    );
    return { kind: "trees", trees };
  }
  const parse = tableParser(file.name, text) ?? parseLabelFirst;
  return { kind: "texts", texts: labeledTexts(parse(text, where)) };
}
