import { DataError } from "@unroll/core";
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import type { Table, TableRow } from "./table.ts";

/** Cells between commas, or between semicolons where the first line has no comma. RFC 4180. */
export function parseCsv(text: string, where: string): Table {
  const firstLine = text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
  const delimiter = firstLine.includes(",") ? "," : ";";
  const rows: TableRow[] = [];
  try {
    parse(text, {
      delimiter,
      bom: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      onRecord: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
    return { where, header: undefined, rows };
  } catch (cause) {
    if (!(cause instanceof CsvError)) {
      throw cause;
    }
    const line = typeof cause.lines === "number" ? `, line ${cause.lines}` : "";
    throw new DataError(
      `${where}${line}: the file must be comma-separated with quotes as in RFC 4180, got: ${cause.message}. ` +
        "Correct the line, or save the data as .tsv or .jsonl.",
      { cause },
    );
  }
}
