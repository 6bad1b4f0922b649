import { engine, ones, reshape, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
import { DataError, useBackend } from "@unroll/core";
import { expect, test } from "vitest";
import { cpu } from "./cpu.ts";

await useBackend(cpu());

const indices = tensor1d([1, 7, 2], "int32");

test.each([
  ["UnrollGather", { table: ones([5, 2]), indices }, {}, "indices[1] must be in 0..4, got 7"],
  [
    "UnrollScatterAdd",
    { updates: ones([3, 2]), indices },
    { rows: 3 },
    "indices[1] must be in 0..2, got 7",
  ],
  [
    "UnrollCrossEntropy",
    { logits: ones([3, 4]), targets: indices },
    { labelSmoothing: 0 },
    "targets[1] must be in 0..3, got 7",
  ],
  [
    "UnrollCrossEntropyGrad",
    { logits: ones([3, 4]), targets: indices, dLosses: ones([3]) },
    { labelSmoothing: 0 },
    "targets[1] must be in 0..3, got 7",
  ],
  [
    "UnrollGatherTime",
    { y: ones([3, 4, 2]), steps: reshape(indices, [3, 1]) },
    {},
    "steps[1] must be in 0..3, got 7",
  ],
  [
    "UnrollGatherTimeGrad",
    { dPicked: ones([3, 1, 2]), steps: reshape(indices, [3, 1]) },
    { timeSteps: 4 },
    "steps[1] must be in 0..3, got 7",
  ],
])("%s names the index and its range", (name, inputs, attrs, message) => {
  const run = () => engine().runKernel(name, inputs, attrs);
  expect(run).toThrow(DataError);
  expect(run).toThrow(`${name}: ${message}`);
});

test("a negative index is out of range, a negative target ignored", () => {
  const negative = tensor1d([-1], "int32");
  expect(() =>
    engine().runKernel("UnrollGather", { table: ones([5, 2]), indices: negative }),
  ).toThrow("got -1");
  const [losses] = engine().runKernel(
    "UnrollCrossEntropy",
    { logits: ones([1, 4]), targets: negative },
    { labelSmoothing: 0.1 },
  ) as unknown as [Tensor];
  expect(losses.dataSync()).toEqual(Float32Array.of(0));
});
