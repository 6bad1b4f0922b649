import { DataError } from "@unroll/core";
import type { DataFile } from "../../data/data-place.ts";
import { splitInName } from "../../data/splits.ts";
import type { Table } from "../../data/table.ts";
import { tableParser } from "../../data/table-format.ts";
import { readTextFile } from "../../data/text-file.ts";
import type { Languages, SentencePair } from "./translation-data.ts";

/**
 * Reads pairs from a table: TSV, CSV or JSON lines, packed or not. Its columns are found by their names in the first
 * line ("source" and "target", or the languages); without such names they are the first two, in the order of the
 * file's name: "de-en.tsv", with German first. Other columns, such as who wrote a sentence, are not read.
 *
 * @throws {DataError} that names the file, and the line that lacks a cell
 */
export async function readPairTable(file: DataFile, languages: Languages): Promise<SentencePair[]> {
  const { where } = file;
  const text = await readTextFile(file);
  const parse = tableParser(file.name, text);
  if (parse === undefined) {
    throw new DataError(
      `${where}: the file must be .tsv, .csv or .jsonl, or one of two such as train.${languages.source} and train.${languages.target}, got another. ` +
        "Rename it, or write source and target with a tab between.",
    );
  }
  const { columns, rows } = splitHeader(parse(text, where), file.name, languages);
  return rows.map(({ line, cells }) => {
    const [source, target] = [cells[columns.source], cells[columns.target]];
    if (source !== undefined && target !== undefined) return { source, target };
    throw new DataError(
      `${where}, line ${line}: the line must hold a sentence in column ${columns.source + 1} and its translation in column ${columns.target + 1}, ` +
        `got ${JSON.stringify(cells.join("\t").slice(0, 80))}. Correct it or leave it out.`,
    );
  });
}

interface Columns {
  source: number;
  target: number;
}

function splitHeader(
  { header, rows }: Table,
  name: string,
  languages: Languages,
): { columns: Columns; rows: Table["rows"] } {
  const named = columnsOf(header ?? rows[0]?.cells ?? [], languages);
  if (named) return { columns: named, rows: header ? rows : rows.slice(1) };
  const reversed = languagesInName(name, languages) === "reversed";
  return { columns: reversed ? { source: 1, target: 0 } : { source: 0, target: 1 }, rows };
}

function columnsOf(
  cells: readonly (string | undefined)[],
  languages: Languages,
): Columns | undefined {
  const names = cells.map((cell) => cell?.trim().toLowerCase());
  for (const wanted of [{ source: "source", target: "target" }, languages]) {
    const source = names.indexOf(wanted.source.toLowerCase());
    const target = names.indexOf(wanted.target.toLowerCase());
    if (source >= 0 && target >= 0) return { source, target };
  }
  return undefined;
}

const OTHER_LANGUAGES = /(?<=^|[._])[a-z]{2,3}-[a-z]{2,3}(?=[._]|$)/i;

/** In which order a file's name has the languages, such as "en-de.train.tsv"; whether it has others, or none. */
export function languagesInName(
  name: string,
  { source, target }: Languages,
): "as asked" | "reversed" | "others" | "none" {
  const parts = name.toLowerCase().split(/[._-]/);
  const follow = (first: string, second: string) =>
    parts.some((part, i) => part === first.toLowerCase() && parts[i + 1] === second.toLowerCase());
  if (follow(source, target)) return "as asked";
  if (follow(target, source)) return "reversed";
  const [pair] = OTHER_LANGUAGES.exec(name) ?? [];
  return pair === undefined || splitInName(pair) ? "none" : "others"; // "my-dev" names none
}
