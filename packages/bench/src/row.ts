/** One comparison, as it stands in the JSON file. */
export interface Row {
  /** Such as "lstm/32x100x64x128": batch, time, input, hidden. */
  case: string;
  mode: "inference" | "training";
  /** Such as "node 20.20.2". */
  runtime: string;
  backend: string;
  peer: string;
  /** Medians of the processor time in milliseconds. */
  ms: number;
  peerMs: number;
  /** peerMs / ms: how many times as fast. */
  ratio: number;
  /** Of ms: half the distance between the quartiles, as a share of the median. */
  spread: number;
}

/** The rows as a Markdown table. */
export function formatRows(rows: readonly Row[]): string {
  const lines = rows.map(
    (row) =>
      `| ${row.case} | ${row.mode} | ${row.backend} | ${row.ms.toFixed(1)} | ` +
      `${row.peer} | ${row.peerMs.toFixed(1)} | ${row.ratio.toFixed(1)} | ${(100 * row.spread).toFixed(0)} % |`,
  );
  return [
    "| case | mode | backend | ms | peer | ms | ratio | spread |",
    "|---|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}
