import {
  getGradient,
  mean,
  memory,
  ones,
  type Scalar,
  square,
  type Tensor3D,
  tidy,
  variableGrads,
  ZerosLike,
} from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { BackendError } from "../errors.ts";
import { Dense } from "../layers/dense.ts";
import { meanSquaredError } from "../losses/mean-squared-error.ts";
import { Model } from "../module/model.ts";
import { Optimizer } from "../optimizers/optimizer.ts";
import { sgd } from "../optimizers/sgd.ts";
import { Rng } from "../random/rng.ts";
import { gru } from "../sequence/factories.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { trainStep } from "../trainer/train-step.ts";

// In this order: what is loaded stays loaded.
await useBackend(plainBackend);
const rng = Rng.fromSeed(1);
const model = new Model({
  rnn: gru({ inputSize: 2, hiddenSize: 3, rng: rng.fold("rnn") }),
  head: new Dense({ inputSize: 3, outputSize: 1, rng: rng.fold("head") }),
});
const { rnn, head } = model.layers;
const x = ones([2, 4, 2]) as Tensor3D;

test("what only infers loads no gradients", () => {
  tidy(() => head.forward(rnn.last(x)).dataSync());
  rnn.session().dispose();
  expect(getGradient(ZerosLike)).toBe(undefined);
});

test("a gradient recorded by hand says what to load, whichever part of ours comes first", () => {
  const losses = {
    sequence: () => mean(rnn.run(x).y),
    dense: () => mean(head.forward(ones([2, 3]))),
    loss: () => meanSquaredError(square(head.weight), ones([1, 3])),
  };
  for (const loss of Object.values(losses)) {
    const record = () => tidy(() => variableGrads(loss as () => Scalar));
    expect(record).toThrow(BackendError);
    expect(record).toThrow("Call await loadGradients() of @unroll/core once, after useBackend");
  }
});

test("the first training step loads them, and leaves nothing", async () => {
  const optimizer = new Optimizer(sgd({ learningRate: 0.1 }), model.parameters);
  const before = memory().numTensors;
  const { gradNorm } = await trainStep({
    model,
    optimizer,
    loss: () => mean(square(head.forward(rnn.last(x)))),
  });
  expect(memory().numTensors).toBe(before);
  optimizer.dispose();
  expect(gradNorm).toBeGreaterThan(0);
  expect(getGradient(ZerosLike)).not.toBe(undefined);
});
