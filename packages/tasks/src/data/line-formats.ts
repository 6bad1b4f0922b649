import { DataError } from "@unroll/core";
import type { Table, TableRow } from "./table.ts";

/** Cells between tabs, taken as they are: a quote is a quote. */
export function parseTsv(text: string, where: string): Table {
  const rows = linesOf(text).map(({ line, content }) => ({ line, cells: content.split("\t") }));
  return { where, header: undefined, rows };
}

/** A label, a space, a text: the form of the files stsa.*. */
export function parseLabelFirst(text: string, where: string): Table {
  const rows = linesOf(text).map(({ line, content }) => {
    const [, label, rest] = /^\s*(\S+)\s+(.*)$/u.exec(content) ?? [];
    if (label === undefined || rest === undefined) {
      throw new DataError(
        `${where}, line ${line}: the line must hold a label, a space and a text, got ${JSON.stringify(content.slice(0, 80))}. ` +
          "Correct it, or use .tsv, .csv or .jsonl.",
      );
    }
    return { line, cells: [label, rest] };
  });
  return { where, header: ["label", "text"], rows };
}

/** An object on each line; the keys of the first are the columns. */
export function parseJsonLines(text: string, where: string): Table {
  let header: string[] = [];
  const rows: TableRow[] = linesOf(text).map(({ line, content }, index) => {
    const object = parseObject(content, `${where}, line ${line}`);
    if (index === 0) {
      header = Object.keys(object);
    }
    const values = header.map((key) => object[key] ?? undefined);
    return { line, cells: values.map((value) => (value === undefined ? value : String(value))) };
  });
  return { where, header, rows };
}

function parseObject(content: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    value = undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DataError(
      `${where}: the line must be a JSON object such as {"text": "...", "label": "..."}, got ${JSON.stringify(content.slice(0, 80))}. ` +
        "Correct it.",
    );
  }
  return value as Record<string, unknown>;
}

/** The lines that are not blank, with their numbers. */
export function linesOf(text: string): { line: number; content: string }[] {
  return text
    .split(/\r?\n/u)
    .map((content, index) => ({ line: index + 1, content }))
    .filter(({ content }) => content.trim() !== "");
}
