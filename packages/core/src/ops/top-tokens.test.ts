import { type Tensor2D, tensor2d, zeros } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { ShapeError } from "../errors.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { topTokens } from "./top-tokens.ts";

// Composed of tfjs ops: conformance tests the kernels.
await useBackend(plainBackend);

const none = Number.NEGATIVE_INFINITY;
const log = Math.log;

function top(logits: number[][], scores: number[][], count: number, banned?: number[]) {
  const [best, places] = topTokens(tensor2d(logits), tensor2d(scores), count, banned);
  expect(places.dtype).toBe("int32");
  return { best: best.arraySync(), places: places.arraySync() };
}

test("the best of all hypotheses of each input, with their logarithms", async () => {
  const logits = [
    [log(1), log(3)],
    [log(3), log(2)],
    [log(9), log(1)],
    [log(1), log(4)],
  ];
  const scores = [
    [log(0.5), log(0.4)],
    [log(0.1), log(0.9)],
  ];
  const { best, places } = top(logits, scores, 3);
  // 0.5 * 0.75, 0.4 * 0.6, 0.4 * 0.4; 0.9 * 0.8, 0.9 * 0.2, 0.1 * 0.9.
  expect(places).toEqual([
    [1, 2, 3],
    [3, 2, 0],
  ]);
  const expected = [0.375, 0.24, 0.16, 0.72, 0.18, 0.09].map(log);
  for (const [n, value] of best.flat().entries()) {
    expect(value).toBeCloseTo(expected[n] as number, 5);
  }
  const [given, so] = [tensor2d(logits), tensor2d(scores)];
  await expectTensors(2, () => topTokens(given, so, 1, [0]));
});

test("what is dead or banned is left out, and what is missing is -1", () => {
  const logits = [
    [Number.NaN, Number.NaN, Number.NaN],
    [log(3), none, log(2)],
  ];
  const [first, second] = [log(0.6) - 1, log(0.4) - 1].map((value) => expect.closeTo(value, 5));
  expect(top(logits, [[none, -1]], 3)).toEqual({
    best: [[first, second, none]],
    places: [[3, 5, -1]],
  });
  // What is banned leaves nothing to the others.
  expect(top(logits, [[none, -1]], 3, [3])).toEqual({
    best: [[second, none, none]],
    places: [[5, -1, -1]],
  });
});

test("NaN comes first", () => {
  const logits = [
    [9, 0],
    [Number.NaN, 0],
  ];
  const { best, places } = top(logits, [[0, -50]], 3);
  expect(best).toEqual([[Number.NaN, Number.NaN, expect.closeTo(0, 3)]]);
  expect(new Set(places[0])).toEqual(new Set([0, 2, 3]));
});

test.each([
  ["rows that are no hypotheses", zeros([3, 4]), zeros([1, 2]), 1, "got [3,4] and [1,2]"],
  ["a vector of scores", zeros([2, 4]), zeros([2]), 1, "got [2,4] and [2]"],
  ["more than there are", zeros([2, 4]), zeros([1, 2]), 9, "hypotheses * vocabulary = 8, got 9"],
  ["integers", zeros([2, 4], "int32"), zeros([1, 2]), 9, "logits must be float32, got int32"],
])("%s are refused", (_, logits, scores, count, message) => {
  const search = () => topTokens(logits as Tensor2D, scores as Tensor2D, count);
  expect(search).toThrow(ShapeError);
  expect(search).toThrow(message);
});
