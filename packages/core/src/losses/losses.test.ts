import { grad, memory, type Tensor, tensor1d, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { binaryCrossEntropy } from "./binary-cross-entropy.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { meanSquaredError } from "./mean-squared-error.ts";

const value = (x: Tensor) => x.dataSync()[0] as number;

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

describe("crossEntropy", () => {
  const logits = () => tensor2d([2, 1, 0, -1, 3, 0.5, 0, 0, 0], [3, 3]);
  const single = (row: readonly number[], target: number) =>
    Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - (row[target] as number);
  const expected = [single([2, 1, 0], 1), single([-1, 3, 0.5], 0), single([0, 0, 0], 2)];
  const mean = (...xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;

  test("is the mean, the sum or every loss", () => {
    const targets = tensor1d([1, 0, 2], "int32");
    expect(value(crossEntropy(logits(), targets))).toBeCloseTo(mean(...expected), 5);
    const total = crossEntropy(logits(), targets, { reduction: "sum" });
    expect(value(total)).toBeCloseTo(3 * mean(...expected), 5);
    const each = crossEntropy(logits(), targets, { reduction: "none" }).dataSync();
    each.forEach((loss, i) => {
      expect(loss).toBeCloseTo(expected[i] as number, 5);
    });
  });

  test("takes sequences: logits of rank 3, targets of rank 2", () => {
    const sequences = tensor3d([2, 1, 0, -1, 3, 0.5, 0, 0, 0, 2, 1, 0], [2, 2, 3]);
    const targets = tensor2d([1, 0, 2, -100], [2, 2], "int32");
    expect(value(crossEntropy(sequences, targets))).toBeCloseTo(mean(...expected), 5);
    const each = crossEntropy(sequences, targets, { reduction: "none" });
    expect(each.shape).toEqual([2, 2]);
    [...expected, 0].forEach((loss, i) => {
      expect(each.dataSync()[i]).toBeCloseTo(loss as number, 5);
    });
  });

  test("leaves out ignored and masked targets, in value and in gradient", () => {
    const [first, second] = expected as [number, number];
    const ignored = tensor1d([1, 0, -100], "int32");
    expect(value(crossEntropy(logits(), ignored))).toBeCloseTo(mean(first, second), 5);
    const padded = tensor1d([1, 0, 2], "int32");
    const options = { ignoreIndex: 2 };
    expect(value(crossEntropy(logits(), padded, options))).toBeCloseTo(mean(first, second), 5);
    const mask = tensor1d([1, 0, 0]);
    expect(value(crossEntropy(logits(), padded, { mask }))).toBeCloseTo(first, 5);
    const gradient = grad((x: Tensor) => crossEntropy(x, padded, { mask }))(logits()).dataSync();
    expect(gradient.slice(3).every((d) => d === 0)).toBe(true);
    expect(gradient[0]).not.toBe(0);
    const none = tensor1d([-1, -1, -1], "int32");
    expect(value(crossEntropy(logits(), none))).toBe(0);
  });

  test("does not overflow", () => {
    const wild = tensor2d([1e4, -1e4], [1, 2]);
    expect(value(crossEntropy(wild, tensor1d([1], "int32")))).toBeCloseTo(2e4, 0);
  });

  test("wrong targets are refused", () => {
    expect(() => crossEntropy(logits(), tensor1d([1, 0], "int32"))).toThrow(
      "crossEntropy: targets must be int32 of shape [3] for logits [3,3], got int32 [2]",
    );
    expect(() => crossEntropy(logits(), tensor1d([1, 0, 2]))).toThrow("got float32 [3]");
    const mask = tensor1d([1, 0]);
    const targets = tensor1d([1, 0, 2], "int32");
    expect(() => crossEntropy(logits(), targets, { mask })).toThrow(
      "mask must have the targets' shape [3], got [2]",
    );
  });
});

describe("binaryCrossEntropy", () => {
  test("is -t log s(x) - (1-t) log(1 - s(x)), for any size of x", () => {
    const xs = [-2, 0.5, 3];
    const ts = [1, 0, 1];
    const direct = xs.map((x, i) => {
      const s = 1 / (1 + Math.exp(-x));
      return ts[i] ? -Math.log(s) : -Math.log(1 - s);
    });
    const losses = binaryCrossEntropy(tensor1d(xs), tensor1d(ts, "int32"), { reduction: "none" });
    losses.dataSync().forEach((loss, i) => {
      expect(loss).toBeCloseTo(direct[i] as number, 5);
    });
    expect(value(binaryCrossEntropy(tensor1d([-1e4]), tensor1d([1])))).toBe(1e4);
  });

  test("smoothing pulls targets to the middle", () => {
    const x = tensor1d([3]);
    const smooth = binaryCrossEntropy(x, tensor1d([1]), { labelSmoothing: 0.2 });
    expect(value(smooth)).toBeCloseTo(value(binaryCrossEntropy(x, tensor1d([0.9]))), 6);
  });
});

test("meanSquaredError takes a mask", () => {
  const [output, targets, mask] = [tensor1d([1, 2, 5]), tensor1d([1, 4, 0]), tensor1d([1, 1, 0])];
  expect(value(meanSquaredError(output, targets))).toBeCloseTo(29 / 3, 5);
  expect(value(meanSquaredError(output, targets, { mask }))).toBeCloseTo(2, 6);
  expect(() => meanSquaredError(output, tensor1d([1]))).toThrow(
    "targets must have shape [3], got [1]",
  );
});

test("a loss leaves one tensor", () => {
  const [logits, targets] = [tensor2d([1, 2], [1, 2]), tensor1d([1], "int32")];
  const before = memory().numTensors;
  crossEntropy(logits, targets, { labelSmoothing: 0.1 });
  binaryCrossEntropy(logits, logits);
  meanSquaredError(logits, logits);
  expect(memory().numTensors - before).toBe(3);
});
