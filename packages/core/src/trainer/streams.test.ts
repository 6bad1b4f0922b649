import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { fingerprint } from "./fingerprint.ts";
import { tokenStreams, valueStreams } from "./streams.ts";

beforeAll(() => useBackend(plainBackend));

const count = (size: number) => Array.from({ length: size }, (_, i) => i);

test("each row goes on where it stopped, next is one step later, pieces are even", () => {
  // Three rows of 7 steps and one next: 22 tokens; the two left over are not used.
  const data = tokenStreams(count(24), { batchSize: 3, timeSteps: 3 });
  expect([data.batches, data.batchSize]).toEqual([3, 3]);
  const rows: number[][] = [[], [], []];
  const later: number[][] = [[], [], []];
  for (let index = 0; index < data.batches; index++) {
    const { x, next } = data.batch(index);
    expect([x.dtype, next.dtype, next.shape]).toEqual(["int32", "int32", x.shape]);
    expect(x.shape).toEqual([3, index === 0 ? 2 : index === 1 ? 2 : 3]);
    for (const [i, row] of x.arraySync().entries()) rows[i]?.push(...row);
    for (const [i, row] of next.arraySync().entries()) later[i]?.push(...row);
  }
  expect(rows).toEqual([count(7), count(7).map((i) => i + 7), count(7).map((i) => i + 14)]);
  expect(later).toEqual(rows.map((row) => row.map((token) => token + 1)));
});

test("values have features, and every call makes its own tensors", async () => {
  const data = valueStreams(count(10), 2, { batchSize: 2, timeSteps: 5 });
  await expectTensors(2, () => {
    const { x, next } = data.batch(0);
    expect(x.arraySync()).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [4, 5],
        [6, 7],
      ],
    ]);
    expect(next.arraySync()).toEqual([
      [
        [2, 3],
        [4, 5],
      ],
      [
        [6, 7],
        [8, 9],
      ],
    ]);
  });
});

test("the fingerprint is that of content and layout", () => {
  const of = (tokens: number[], timeSteps = 2) =>
    tokenStreams(tokens, { batchSize: 2, timeSteps }).fingerprint;
  expect(of(count(9))).toMatch(/^[0-9a-f]{8}$/);
  expect(of(count(9))).toBe(of(count(9)));
  expect(new Set([of(count(9)), of(count(10)), of(count(9).reverse()), of(count(9), 3)]).size).toBe(
    4,
  );
});

test("a text and its bytes have one fingerprint, wherever the bytes lie", () => {
  const bytes = new TextEncoder().encode("..abc.");
  expect(fingerprint("abc")).toBe("1a47e90b");
  expect(fingerprint(bytes.subarray(2, 5))).toBe("1a47e90b");
  expect(fingerprint("a", "bc")).toBe("1a47e90b");
});

test.each([
  [
    () => tokenStreams(count(3), { batchSize: 3, timeSteps: 2 }),
    "more than 3 time steps for 3 rows, got 3",
  ],
  [() => tokenStreams(count(9), { batchSize: 0, timeSteps: 2 }), "tokenStreams: batchSize must be"],
  [
    () => valueStreams(count(9), 1.5, { batchSize: 1, timeSteps: 2 }),
    "valueStreams: features must be",
  ],
])("what makes no sense is refused", (make, message) => {
  expect(make).toThrow(message);
});
