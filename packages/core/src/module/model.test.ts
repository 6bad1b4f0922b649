import { type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { Dense } from "../layers/dense.ts";
import { Rng } from "../random/rng.ts";
import { lstm } from "../sequence/factories.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { Model } from "./model.ts";

beforeAll(() => useBackend(plainBackend));

function make(rng: Rng | null, hiddenSize = 3) {
  return new Model({
    rnn: lstm({ inputSize: 2, hiddenSize, bidirectional: true, rng: rng?.fold("rnn") ?? null }),
    head: new Dense({ inputSize: 2 * hiddenSize, outputSize: 2, rng: rng?.fold("head") ?? null }),
  });
}

const bits = (model: Model) =>
  Object.entries(model.parameters).map(
    ([name, value]) => `${name} ${(value as Tensor).dataSync()}`,
  );

test("parameters are named as PyTorch names them, and come back bit for bit", async () => {
  const model = make(Rng.fromSeed(1));
  expect(Object.keys(model.parameters)).toEqual([
    ...["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => `rnn.${name}_l0`),
    ...["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => `rnn.${name}_l0_reverse`),
    "head.weight",
    "head.bias",
  ]);
  expect(model.parameterCount).toBe(2 * (12 * 2 + 12 * 3 + 24) + 14);
  const storage = memoryStorage();
  await expectTensors(0, () => model.save(storage));
  const other = make(null);
  await expectTensors(0, () => other.load(storage));
  expect(bits(other)).toEqual(bits(model));
  await expectTensors(-10, () => model.dispose());
  other.dispose();
});

test("a file that does not fit leaves the model as it was", async () => {
  const storage = memoryStorage();
  const [small, large] = [make(Rng.fromSeed(1)), make(Rng.fromSeed(1), 4)];
  await large.save(storage);
  const before = bits(small);
  await expect(small.load(storage)).rejects.toThrow(
    /memory:model\.safetensors: .*of another shape/,
  );
  small.layers.head.weight.assign(tensor2d(new Float32Array(12), [2, 6]));
  expect(bits(small)).not.toEqual(before);
  await expect(small.load(memoryStorage())).rejects.toThrow("the file must be there, got none");
  small.dispose();
  large.dispose();
});
