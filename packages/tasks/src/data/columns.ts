import { DataError } from "@unroll/core";
import type { LabeledText } from "./labeled-text.ts";
import type { Table, TableRow } from "./table.ts";

// Of what data sets name them, in small letters; the earlier wins.
const TEXT_NAMES = ["text", "sentence", "review", "content", "comment", "phrase", "tweet", "body"];
const LABEL_NAMES = [
  "label",
  "sentiment",
  "class",
  "category",
  "polarity",
  "target",
  "rating",
  "stars",
];

/** More than this many different labels are no labels. */
const MAX_LABELS = 100;
const ROWS_LOOKED_AT = 1000;

/**
 * Texts and labels of a table. Their columns are found by name ("text", "sentence", ... and "label",
 * "sentiment", ...). Where the names are not among these, or there are none, the text is the column of
 * the longest cells and the label that of the fewest different ones.
 *
 * @throws {DataError} that names the line when a row lacks a cell, or when the columns are not clear
 */
export function labeledTexts(table: Table): LabeledText[] {
  const { header, rows } = splitHeader(table);
  const [first] = rows;
  if (first === undefined) {
    throw new DataError(
      `${table.where}: there must be texts, got none. Check that it is the right file.`,
    );
  }
  const columns = (header && namedColumns(header)) ?? guessedColumns(table.where, rows);
  const texts = rows.map(({ line, cells }) => {
    const text = cells[columns.text];
    const label = cells[columns.label]?.trim();
    if (text === undefined || label === undefined || label === "") {
      throw new DataError(
        `${table.where}, line ${line}: the line must hold a text in column ${columns.text + 1} and a label in column ${columns.label + 1}, ` +
          `got ${JSON.stringify(cells.join("\t").slice(0, 80))}. Correct it or leave it out.`,
      );
    }
    return { text, label };
  });
  requireFewLabels(table.where, texts, rows);
  return texts;
}

interface Columns {
  text: number;
  label: number;
}

/** The first row is a header when it names both columns. */
function splitHeader({ header, rows }: Table): Pick<Table, "header" | "rows"> {
  if (header !== undefined || rows[0] === undefined) {
    return { header, rows };
  }
  const cells = rows[0].cells.map((cell) => cell ?? "");
  return namedColumns(cells) ? { header: cells, rows: rows.slice(1) } : { header, rows };
}

function namedColumns(header: readonly string[]): Columns | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (known: readonly string[]) =>
    names.indexOf(known.find((name) => names.includes(name)) ?? "");
  const [text, label] = [find(TEXT_NAMES), find(LABEL_NAMES)];
  return text >= 0 && label >= 0 ? { text, label } : undefined;
}

function guessedColumns(where: string, rows: readonly TableRow[]): Columns {
  const some = rows.slice(0, ROWS_LOOKED_AT);
  const width = Math.min(...some.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, column) => {
    const cells = some.map((row) => row.cells[column] ?? "");
    const characters = cells.reduce((sum, cell) => sum + cell.length, 0);
    return { column, characters, different: new Set(cells).size };
  });
  const [text, ...others] = columns.sort((a, b) => b.characters - a.characters);
  // Of equals the one further left.
  const [label] = others.sort((a, b) => a.different - b.different || a.column - b.column);
  if (text === undefined || label === undefined) {
    throw new DataError(
      `${where}, line ${some[0]?.line}: the line must hold a text and a label, got one column. ` +
        'Separate them by tabs (.tsv) or commas (.csv), or write JSON lines such as {"text": "...", "label": "..."}.',
    );
  }
  return { text: text.column, label: label.column };
}

function requireFewLabels(
  where: string,
  texts: readonly LabeledText[],
  rows: readonly TableRow[],
): void {
  const counts = new Map<string, number>();
  for (const { label } of texts) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const names = `Name the columns in the first line, such as "text" and "label".`;
  if (counts.size > MAX_LABELS) {
    throw new DataError(
      `${where}: there must be at most ${MAX_LABELS} different labels, got ${counts.size}. ${names}`,
    );
  }
  const first = texts[0]?.label ?? "";
  if (texts.length > 10 && counts.get(first) === 1 && counts.size > 2) {
    throw new DataError(
      `${where}, line ${rows[0]?.line}: the label must occur more than once, got ${JSON.stringify(first)}. ${names}`,
    );
  }
}
