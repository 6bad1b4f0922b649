import { type Tensor3D, tensor3d, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { ShapeError } from "../errors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { maskedSoftmax } from "./masked-softmax.ts";

beforeAll(() => useBackend(plainBackend));

test("positions past a row's length have weight 0, whatever their score", () => {
  const scores = tensor3d([1, 1, Number.NaN, Number.NaN, 1e30, 1e30], [2, 1, 3]);
  expect(maskedSoftmax(scores, [2, 0]).arraySync()).toEqual([[[0.5, 0.5, 0]], [[0, 0, 0]]]);
});

test("a NaN that counts makes its own row NaN", () => {
  const scores = tensor3d([1, Number.NaN, 2, 7, 7, 7], [2, 1, 3]);
  const [first, second] = maskedSoftmax(scores, [3, 2]).arraySync();
  expect(first).toEqual([[Number.NaN, Number.NaN, Number.NaN]]);
  expect(second).toEqual([[0.5, 0.5, 0]]);
});

test("wrong shapes and lengths are refused", () => {
  const flat = zeros([2, 3]) as unknown as Tensor3D;
  expect(() => maskedSoftmax(flat, [1, 2])).toThrow(ShapeError);
  expect(() => maskedSoftmax(flat, [1, 2])).toThrow(
    "got float32 [2,3]. Give a single query an axis",
  );
  expect(() => maskedSoftmax(zeros([2, 1, 3]), [1, 4])).toThrow(
    "maskedSoftmax: lengths[1] must be an integer from 0 to 3, got 4",
  );
});
