import { type Rank, type Tensor3D, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { ShapeError } from "../errors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { batchMatMul } from "./batch-mat-mul.ts";

beforeAll(() => useBackend(plainBackend));

test.each([
  [[2, 3, 4], [2, 3, 4], {}, "[2,3,4] and [2,3,4]"],
  [[2, 3, 4], [1, 4, 5], {}, "[2,3,4] and [1,4,5]"],
  [[3, 4], [4, 5], {}, "[3,4] and [4,5]"],
  [[2, 3, 4], [2, 4, 5], { transposeB: true }, "[2,3,4] and [2,4,5] transposed"],
])("a %j and b %j do not fit with %j", (a, b, options, given) => {
  const multiply = () =>
    batchMatMul(zeros<Rank>(a) as Tensor3D, zeros<Rank>(b) as Tensor3D, options);
  expect(multiply).toThrow(ShapeError);
  expect(multiply).toThrow(`with equal inner sizes, got ${given}. Check the transposes.`);
});

test("only float32 is multiplied", () => {
  const integers: Tensor3D = zeros([1, 1, 1], "int32");
  expect(() => batchMatMul(integers, integers)).toThrow("must be float32, got int32 and int32");
});
