import { parseCsv } from "./csv.ts";
import { parseJsonLines, parseTsv } from "./line-formats.ts";
import type { Table } from "./table.ts";

/**
 * What reads the table of a file: told by its name (.tsv, .csv, .jsonl, .ndjson, packed or not), else by its first
 * line, a JSON object or cells between tabs. Undefined for a file of another format.
 */
export function tableParser(
  name: string,
  text: string,
): ((text: string, where: string) => Table) | undefined {
  const extension = name.replace(/\.gz$/i, "").split(".").at(-1)?.toLowerCase();
  const first = /^\s*(.*)$/mu.exec(text)?.[1] ?? "";
  if (extension === "csv") return parseCsv;
  if (extension === "jsonl" || extension === "ndjson" || first.startsWith("{")) {
    return parseJsonLines;
  }
  return extension === "tsv" || first.includes("\t") ? parseTsv : undefined;
}
