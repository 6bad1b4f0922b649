import { expect, test } from "vitest";
import { batchesByLength } from "./batches-by-length.ts";

test("every text is in one batch, with those of like length", () => {
  const lengths = Array.from({ length: 200 }, (_, i) => (i * 37) % 101);
  const batches = batchesByLength(lengths);
  expect(batches.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
  expect(batches.map((batch) => batch.length)).toEqual([64, 64, 64, 8]);
  const sorted = batches.flat().map((i) => lengths[i]);
  expect(sorted).toEqual([...lengths].sort((a, b) => a - b));
});

test("a batch is bounded in memory, and a text of any length has one", () => {
  expect(batchesByLength([100_000, 5, 4000, 4000, 4000, 4000, 4000])).toEqual([
    [1, 2, 3, 4],
    [5, 6],
    [0],
  ]);
});

test("no texts, no batches", () => {
  expect(batchesByLength([])).toEqual([]);
});
