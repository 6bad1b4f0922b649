import { tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { matMul } from "./mat-mul.ts";

beforeAll(() => useBackend(plainBackend));

const a = () => tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
const b = () => tensor2d([1, 0, 0, 1, 1, 1], [3, 2]);

test("multiplies; every transposition gives the same", () => {
  const expected = [4, 5, 10, 11];
  const at = tensor2d([1, 4, 2, 5, 3, 6], [3, 2]);
  const bt = tensor2d([1, 0, 1, 0, 1, 1], [2, 3]);
  expect([...matMul(a(), b()).dataSync()]).toEqual(expected);
  expect([...matMul(at, b(), { transposeA: true }).dataSync()]).toEqual(expected);
  expect([...matMul(a(), bt, { transposeB: true }).dataSync()]).toEqual(expected);
  expect([...matMul(at, bt, { transposeA: true, transposeB: true }).dataSync()]).toEqual(expected);
});

test("wrong shapes and dtypes are refused", () => {
  expect(() => matMul(a(), a())).toThrow(
    "matMul: a and b must be matrices with equal inner sizes, got [2,3] and [2,3]. Check the transposes.",
  );
  expect(() => matMul(a(), tensor2d([1, 1, 1], [3, 1], "int32"))).toThrow(
    "matMul: a and b must be float32, got float32 and int32",
  );
});
