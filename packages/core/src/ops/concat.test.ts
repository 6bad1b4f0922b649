import { tensor1d, tensor2d, zeros } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { ShapeError } from "../errors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { concat, split } from "./concat.ts";

await useBackend(plainBackend);

test("concat and split undo each other", () => {
  const whole = concat([tensor2d([[1], [4]]), tensor2d([[2, 3], [5, 6]])]); // biome-ignore format: rows
  expect(whole.arraySync()).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const [first, second] = split(whole, [1, 2]);
  expect(first.arraySync()).toEqual([[1], [4]]);
  expect(second.shape).toEqual([2, 2]);
});

test.each([
  ["none", []],
  ["float32 [2,3], float32 [3,2]", [zeros([2, 3]), zeros([3, 2])]],
  ["float32 [2,3], float32 [3]", [zeros([2, 3]), zeros([3])]],
  ["float32 [3], int32 [3]", [zeros([3]), tensor1d([1, 2, 3], "int32")]],
])("concat refuses %s", (given, parts) => {
  const join = () => concat(parts);
  expect(join).toThrow(ShapeError);
  expect(join).toThrow(`differ in their last axis alone, got ${given}.`);
});

test.each([[[1, 1]], [[4, -1]], [[1.5, 1.5]], [[]]])("split refuses sizes %j of 3", (sizes) => {
  const part = () => split(zeros([2, 3]), sizes);
  expect(part).toThrow(ShapeError);
  expect(part).toThrow(`split: sizes must add up to the last axis of [2,3], got [${sizes}].`);
});
