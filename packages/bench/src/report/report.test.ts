import { expect, test } from "vitest";
import { drawChart } from "./chart.ts";
import { threeDigits } from "./figures.ts";
import { footnotes } from "./footnotes.ts";
import { makeAxis } from "./log-axis.ts";
import type { Row } from "./row.ts";
import { formatRows } from "./table.ts";

const row: Row = {
  case: "lstm/1x100x64x128",
  mode: "training",
  runtime: "node 20.20.2",
  backend: "cpu",
  peer: "tfjs-layers",
  peerVersion: "4.22.0",
  ms: 13.456,
  peerMs: 441.6,
  ratio: 32.8,
  spread: 0.081,
  peerSpread: 0.02,
  samples: 15,
  peerSamples: 3,
};
const product: Row = {
  ...row,
  case: "product/600x128x512/nn",
  mode: "product",
  peer: "tfjs",
  ms: 0.0213,
  gflops: 40.12,
  share: 0.82,
};

test.each([
  [342.4, "342"],
  [13.456, "13.5"],
  [0.021345, "0.0213"],
  [1234.5, "1235"],
  [0, "0"],
])("%d is written %s", (value, text) => expect(threeDigits(value)).toBe(text));

test("a table with the columns that are filled", () => {
  expect(formatRows([row])).toBe(
    [
      "| case | mode | backend | ms | peer | its ms | ratio | spread | samples |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      "| lstm/1x100x64x128 | training | cpu | 13.5 | tfjs-layers | 442 | 32.8 | 8 %, 2 % | 15, 3 |",
    ].join("\n"),
  );
  const [head, , first, second] = formatRows([row, product]).split("\n");
  expect(head).toMatch(/\| samples \| GFLOP\/s \| of the limit \|$/);
  expect(first).toMatch(/\| 15, 3 \| {2}\| {2}\|$/);
  expect(second).toMatch(/\| 40.1 \| 82 % \|$/);
  const translation = { ...row, tokensPerSecond: 1234.5, peerTokensPerSecond: 987.6 };
  expect(formatRows([translation])).toMatch(
    /samples \| tokens\/s \| its tokens\/s \|\n[\s\S]*\| 1235 \| 988 \|$/,
  );
  expect(formatRows([{ ...row, variant: "reset before", heapGrowth: 2 ** 21 }])).toMatch(
    /\(reset before\) .* \| 2.0 MiB \| {2}\|$/,
  );
});

test("an axis holds 1 and all values", () => {
  const axis = makeAxis([0.3, 30], 100, 200);
  expect(axis.ticks).toEqual([0.2, 0.5, 1, 2, 5, 10, 20, 50]);
  expect(axis.position(0.2)).toBe(100);
  expect(axis.position(50)).toBeCloseTo(300, 9);
  expect(makeAxis([3], 0, 1).ticks).toEqual([1, 2, 5]);
  expect(makeAxis([1], 0, 1).ticks).toEqual([1, 2]);
});

test("a chart has a line for each case and mode and a mark for each peer, legend apart", () => {
  const svg = drawChart([row, { ...row, peer: "pytorch", ratio: 0.5 }, product]);
  expect(svg.match(/<path /g)).toHaveLength(3 + 3);
  expect(svg).toContain("<title>pytorch: 0.500</title>");
  for (const text of [
    "cpu, node 20.20.2",
    "lstm/1x100x64x128 training",
    "product/600x128x512/nn",
  ]) {
    expect(svg.split(`>${text}</text>`)).toHaveLength(2);
  }
});

test("a profile names the kernels that count, and what is outside Unroll's", () => {
  const kernels = { UnrollLstm: 0.75, Tanh: 0.125, UnrollAdam: 0.004 };
  const notes = footnotes("node 20", new Map(), [
    { backend: "wasm", case: "lstm/2x3x4x5", ms: 41.52, kernels },
  ]);
  expect(notes.split("\n").at(-1)).toBe(
    "A Trainer's step of lstm/2x3x4x5 on wasm, 41.5 ms: UnrollLstm 75.0 %, Tanh 12.5 %; outside Unroll's kernels 24.6 %.",
  );
});
