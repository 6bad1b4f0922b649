import { ones, type Rank, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { Dense } from "../layers/dense.ts";
import { Dropout, dropout } from "../layers/dropout.ts";
import { Embedding } from "../layers/embedding.ts";
import { pool } from "../layers/pool.ts";
import { binaryCrossEntropy } from "../losses/binary-cross-entropy.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { meanSquaredError } from "../losses/mean-squared-error.ts";
import { Rng } from "../random/rng.ts";
import { lstm } from "../sequence/factories.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { Context } from "./context.ts";

beforeAll(() => useBackend(plainBackend));

const rng = Rng.fromSeed(1);
const dense = () => new Dense({ inputSize: 2, outputSize: 2, rng });
const embedding = () => new Embedding({ numEmbeddings: 4, embeddingSize: 2, rng });
const rnn = () => lstm({ inputSize: 2, hiddenSize: 3, rng });
const classes = () => tensor1d([0], "int32");
const training = Context.training(rng);

/** Each place that takes a tensor, and one that it takes. */
const places: [string, () => Tensor, (x: never) => unknown][] = [
  ["Dense.forward: x", () => ones([1, 2]), (x) => dense().forward(x)],
  ["Embedding.forward: indices", classes, (x) => embedding().forward(x)],
  ["Dropout.forward: x", () => ones([2]), (x) => new Dropout({ rate: 0.5 }).forward(x, training)],
  ["dropout: x", () => ones([2]), (x) => dropout(x, 0.5, rng)],
  ["pool: y", () => ones([1, 2, 2]), (x) => pool(x, "max")],
  ["crossEntropy: logits", () => ones([1, 2]), (x) => crossEntropy(x, classes())],
  ["crossEntropy: targets", classes, (x) => crossEntropy(ones([1, 2]), x)],
  ["loss: mask", () => ones([1]), (mask) => crossEntropy(ones([1, 2]), classes(), { mask })],
  ["binaryCrossEntropy: logits", () => ones([1]), (x) => binaryCrossEntropy(x, ones([1]))],
  ["meanSquaredError: output", () => ones([1]), (x) => meanSquaredError(x, ones([1]))],
  ["meanSquaredError: targets", () => ones([1]), (x) => meanSquaredError(ones([1]), x)],
  ["Sequence.run: x", () => ones([1, 2, 2]), (x) => rnn().run(x)],
  ["Sequence.run: x", () => ones([1, 2, 2]), (x) => rnn().last(x)],
  ["Sequence.step: x", () => ones([1, 2]), (x) => rnn().step(x)],
  ["SequenceSession.step: x", () => ones([1, 2]), (x) => rnn().session().step(x)],
  [
    "Sequence.run: state[0].c",
    () => ones([1, 3]),
    (c) => rnn().run(ones([1, 2, 2]), { state: [{ h: ones<Rank.R2>([1, 3]), c }] }),
  ],
];

describe.each(places)("%s", (where, make, use) => {
  test("takes a tensor", () => {
    tidy(() => {
      expect(() => use(make() as never)).not.toThrow();
    });
  });

  test("that is disposed is named", () => {
    tidy(() => {
      const x = make();
      x.dispose();
      expect(() => use(x as never)).toThrow(
        `${where} must be a tensor in use, got a disposed one. Dispose it after its last use`,
      );
    });
  });

  test.each([
    [[1, 2], "an array"],
    ["text", "string"],
  ])("%j is none", (value, actual) => {
    tidy(() => {
      expect(() => use(value as never)).toThrow(
        `${where} must be a tensor, got ${actual}. Make one with tensor(...)`,
      );
    });
  });
});

test.each([
  ["Dense.forward: weight", dense, (layer: Dense) => layer.forward(ones([1, 2]))],
  ["Embedding.forward: weight", embedding, (layer: Embedding) => layer.forward(classes())],
  [
    "Sequence.run: weight_ih_l0",
    rnn,
    (layer: ReturnType<typeof rnn>) => layer.run(ones([1, 2, 2])),
  ],
] as [string, () => Dense, (layer: Dense) => unknown][])(
  "%s of a disposed layer",
  (where, make, use) => {
    tidy(() => {
      const layer = make();
      layer.dispose();
      expect(() => use(layer)).toThrow(`${where} must be a tensor in use, got a disposed`);
    });
  },
);

test.each([
  ["Dense.forward: x must be float32, got int32", () => dense().forward(ones([1, 2], "int32"))],
  ["pool: y must be float32, got int32", () => pool(ones([1, 2, 2], "int32"), "mean")],
  [
    "crossEntropy: logits must be float32, got int32",
    () => crossEntropy(ones([1, 2], "int32"), classes()),
  ],
  ["dropout: x must be float32, got int32", () => dropout(ones([2], "int32"), 0.5, rng)],
  [
    'pool: pooling must be "last", "mean" or "max", got "sum"',
    () => pool(ones([1, 2, 2]), "sum" as "max"),
  ],
  [
    'loss: reduction must be "mean", "sum" or "none", got "avg"',
    () => crossEntropy(ones([1, 2]), classes(), { reduction: "avg" as "sum" }),
  ],
  [
    "Dropout.forward: context must be a Context, got an Rng. Pass Context.training(rng)",
    () => new Dropout({ rate: 0.5 }).forward(ones([2]), rng as unknown as Context),
  ],
  [
    "Context.training: rng must be an Rng, got undefined. Pass Rng.fromSeed(42).",
    () => Context.training(undefined as unknown as Rng),
  ],
])("%s", (message, f) => {
  tidy(() => {
    expect(f).toThrow(message);
  });
});
