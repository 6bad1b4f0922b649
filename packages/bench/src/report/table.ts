import { mebibytes, percent, threeDigits } from "./figures.ts";
import type { Row } from "./row.ts";

type Column = readonly [title: string, cell: (row: Row) => string];

const columns: readonly Column[] = [
  ["case", (row) => row.case + (row.variant ? ` (${row.variant})` : "")],
  ["mode", (row) => row.mode],
  ["backend", (row) => row.backend],
  ["ms", (row) => threeDigits(row.ms)],
  ["peer", (row) => row.peer],
  ["its ms", (row) => threeDigits(row.peerMs)],
  ["ratio", (row) => threeDigits(row.ratio)],
  ["spread", (row) => `${percent(row.spread)}, ${percent(row.peerSpread)}`],
  ["samples", (row) => `${row.samples}, ${row.peerSamples}`],
];

const productColumns: readonly Column[] = [
  ["GFLOP/s", (row) => (row.gflops === undefined ? "" : threeDigits(row.gflops))],
  ["of the limit", (row) => (row.share === undefined ? "" : percent(row.share))],
];

const translationColumns: readonly Column[] = [
  [
    "tokens/s",
    (row) => (row.tokensPerSecond === undefined ? "" : threeDigits(row.tokensPerSecond)),
  ],
  [
    "its tokens/s",
    (row) => (row.peerTokensPerSecond === undefined ? "" : threeDigits(row.peerTokensPerSecond)),
  ],
];

const heapColumns: readonly Column[] = [
  ["heap", (row) => (row.heapGrowth === undefined ? "" : mebibytes(row.heapGrowth))],
  ["its heap", (row) => (row.peerHeapGrowth === undefined ? "" : mebibytes(row.peerHeapGrowth))],
];

/** The rows as a Markdown table; columns that no row fills are left out. */
export function formatRows(rows: readonly Row[]): string {
  const shown = [
    ...columns,
    ...(rows.some((row) => row.gflops !== undefined) ? productColumns : []),
    ...(rows.some((row) => row.tokensPerSecond !== undefined) ? translationColumns : []),
    ...(rows.some((row) => row.heapGrowth !== undefined) ? heapColumns : []),
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(shown.map(([title]) => title)),
    line(shown.map(() => "---")),
    ...rows.map((row) => line(shown.map(([, cell]) => cell(row)))),
  ].join("\n");
}
