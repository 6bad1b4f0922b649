import {
  dispose,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import { Context } from "../module/context.ts";
import { Rng } from "../random/rng.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { Dense } from "./dense.ts";
import { Dropout, dropout } from "./dropout.ts";
import { Embedding } from "./embedding.ts";
import { pool } from "./pool.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

describe("Dense", () => {
  test("is x Wᵀ + b on the last axis of any rank", async () => {
    const dense = new Dense({ inputSize: 2, outputSize: 3, rng: null });
    dense.weight.assign(tensor2d([1, 2, 3, 4, 5, 6], [3, 2]));
    dense.bias?.assign(tensor1d([10, 20, 30]));
    const x = tensor3d([1, 1, 2, 0], [1, 2, 2]);
    expect(values(dense.forward(x))).toEqual([13, 27, 41, 12, 26, 40]);
    await expectTensors(1, () => dense.forward(x));
    expect(() => dense.forward(tensor1d([1, 2, 3]))).toThrow(
      "Dense.forward: x must have shape [..., 2], got [3]",
    );
    await expectTensors(-2, () => dense.dispose());
  });
});

test("a Dense layer is tied to an embedding by its weight", () => {
  const rng = Rng.fromSeed(1);
  const { weight } = new Embedding({ numEmbeddings: 3, embeddingSize: 2, rng: rng.fold("a") });
  const options = { inputSize: 2, outputSize: 3, weight, rng: rng.fold("b") };
  const dense = new Dense({ ...options, bias: false });
  expect(dense.parameters).toEqual({ weight });
  expect(() => new Dense({ ...options, outputSize: 2 })).toThrow(
    "Dense: weight must have shape [2,2], got [3,2].",
  );
});

describe("Embedding", () => {
  test("looks rows up; the gradient adds up where a row was read twice", async () => {
    const embedding = new Embedding({ numEmbeddings: 4, embeddingSize: 2, rng: Rng.fromSeed(1) });
    const indices = tensor2d([1, 3, 1, 0], [2, 2], "int32");
    const table = values(embedding.weight);
    const rows = embedding.forward(indices);
    expect(rows.shape).toEqual([2, 2, 2]);
    expect(values(rows)).toEqual([1, 3, 1, 0].flatMap((i) => table.slice(2 * i, 2 * i + 2)));
    await expectTensors(0, () => {
      const loss = () => sum<Scalar>(embedding.forward(indices));
      const { value, grads } = variableGrads(loss, [embedding.weight]);
      expect(values(Object.values(grads)[0] as Tensor)).toEqual([1, 1, 2, 2, 0, 0, 1, 1]);
      dispose([value, grads]);
    });
    expect(() => embedding.forward(tensor1d([1]))).toThrow("indices must be int32, got float32");
  });
});

describe("pool", () => {
  const y = () => tensor3d([1, -2, 3, -4, 50, 60, -1, -5, 0, 0, 0, 0], [2, 3, 2]);

  test.each([
    ["last", [3, -4, -1, -5]],
    ["mean", [2, -3, -1, -5]],
    ["max", [3, -2, -1, -5]],
  ] as const)("%s over the valid steps", (pooling, expected) => {
    expect(values(pool(y(), pooling, [2, 1]))).toEqual(expected);
  });

  test.each(["last", "mean", "max"] as const)(
    "%s of a row without a step is 0",
    async (pooling) => {
      const x = y();
      await expectTensors(1, () =>
        expect(values(pool(x, pooling, [0, 3])).slice(0, 2)).toEqual([0, 0]),
      );
      expect(() => pool(x, pooling, [4, 1])).toThrow(
        "pool: lengths[0] must be an integer from 0 to 3",
      );
      expect(() => pool(tensor2d([1], [1, 1]) as Tensor, pooling)).toThrow("got [1,1]");
    },
  );
});

describe("Dropout", () => {
  test("drops in training, another mask each time, and answers with what it is given", async () => {
    const layer = new Dropout({ rate: 0.5 });
    const x = tensor2d(new Float32Array(100).fill(1), [10, 10]);
    for (const context of [undefined, Context.inference]) {
      expect(values(layer.forward(x, context))).toEqual(values(x));
      await expectTensors(1, () => layer.forward(x, context));
    }
    const context = Context.training(Rng.fromSeed(1));
    const first = values(layer.forward(x, context));
    expect(first).toEqual(values(dropout(x, 0.5, Rng.fromSeed(1))));
    expect(values(layer.forward(x, context))).not.toEqual(first);
  });

  test("without a context it refuses to be trained, if it drops at all", () => {
    const weight = variable(tensor1d([1, 2]));
    const gradient = (rate: number, context?: Context) => {
      const layer = new Dropout({ rate });
      const { value, grads } = variableGrads(() => sum(layer.forward(weight, context)), [weight]);
      const gradient = values(Object.values(grads)[0] as Tensor);
      dispose([value, grads]);
      return gradient;
    };
    expect(() => gradient(0.5)).toThrow(
      "Dropout.forward: context must be given where a gradient is recorded and dropout is 0.5, got none. Pass on the context",
    );
    expect(gradient(0.5, Context.inference)).toEqual([1, 1]);
    expect(gradient(0)).toEqual([1, 1]);
    expect(() => new Dropout({ rate: 1 })).toThrow(
      "Dropout: rate must be from 0 to below 1, got 1",
    );
  });
});

describe("dropout", () => {
  test("keeps the mean, and the same rng drops the same", () => {
    tidy(() => {
      const x = tensor(new Float32Array(10_000).fill(1));
      const dropped = values(dropout(x, 0.5, Rng.fromSeed(1)));
      expect(dropped.reduce((total, v) => total + v, 0) / 10_000).toBeCloseTo(1, 1);
      expect(values(dropout(x, 0.5, Rng.fromSeed(1)))).toEqual(dropped);
      expect(() => dropout(x, 1, Rng.fromSeed(1))).toThrow(
        "dropout: rate must be from 0 to below 1, got 1",
      );
    });
  });
});
