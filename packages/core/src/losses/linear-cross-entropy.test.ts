import {
  dispose,
  memory,
  type Scalar,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tensor3d,
  valueAndGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { linearCrossEntropy } from "./linear-cross-entropy.ts";

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

const value = (loss: Scalar) => loss.dataSync()[0] as number;
const weight = () => tensor2d([1, 0, 0, 1, 1, 1], [3, 2]);

test("is the mean cross-entropy of the logits", () => {
  const x = tensor2d([2, 1, -1, 3], [2, 2]);
  const bias = tensor1d([0, 0.5, 0]);
  const targets = tensor1d([1, 2], "int32");
  const logits = [[2, 1.5, 3] as const, [-1, 3.5, 2] as const] as const;
  const single = (row: readonly number[], target: number) =>
    Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (row[target] as number);
  const expected = (single(logits[0], 1) + single(logits[1], 2)) / 2;
  expect(value(linearCrossEntropy(x, weight(), targets, { bias }))).toBeCloseTo(expected, 5);
});

test("takes sequences, and leaves out negative targets", () => {
  const x = tensor3d([2, 1, 9, 9, -1, 3, 9, 9], [2, 2, 2]);
  const targets = tensor2d([1, -1, 2, -100], [2, 2], "int32");
  const rows = tensor2d([2, 1, -1, 3], [2, 2]);
  const loss = linearCrossEntropy(rows, weight(), tensor1d([1, 2], "int32"));
  expect(value(linearCrossEntropy(x, weight(), targets))).toBeCloseTo(value(loss), 6);
});

test("leaves nothing but the loss and its gradients", () => {
  const x = tensor2d([2, 1, -1, 3], [2, 2]);
  const inputs = [x, weight(), tensor1d([0, 0.5, 0])];
  const targets = tensor1d([1, 2], "int32");
  const before = memory().numTensors;
  const result = valueAndGrads((...[rows, table, bias]) =>
    linearCrossEntropy(rows as typeof x, table as typeof x, targets, { bias: bias as Tensor1D }),
  )(inputs);
  expect(result.grads.map(({ shape }) => shape)).toEqual([[2, 2], [3, 2], [3]]);
  expect(memory().numTensors).toBe(before + 4);
  dispose([result.value, ...result.grads]);
});

test("what does not fit is refused", () => {
  const x = tensor2d([2, 1, -1, 3], [2, 2]);
  const targets = tensor1d([1, 2], "int32");
  expect(() => linearCrossEntropy(tensor2d([1, 2, 3], [1, 3]), weight(), targets)).toThrow(
    "linearCrossEntropy: x and weight must have shapes [..., size] and [classes, size], got [1,3] and [3,2]",
  );
  expect(() => linearCrossEntropy(x, weight(), tensor1d([1], "int32"))).toThrow(
    "linearCrossEntropy: targets must have shape [2] for x [2,2], got [1]",
  );
  expect(() => linearCrossEntropy(x, weight(), tensor1d([1, 2]))).toThrow(
    "linearCrossEntropy: targets must be int32, got float32",
  );
  const bias = tensor1d([1, 2]);
  expect(() => linearCrossEntropy(x, weight(), targets, { bias })).toThrow(
    "linearCrossEntropy: bias must have shape [3], got [2]",
  );
});
