import type { Rank, Tensor, Variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { LstmCell } from "../cells/lstm-cell.ts";
import { PeepholeLstmCell } from "../cells/peephole-lstm-cell.ts";
import { ProjectedLstmCell } from "../cells/projected-lstm-cell.ts";
import { zeros } from "../initializers/initializer.ts";
import { Dense } from "../layers/dense.ts";
import { Embedding } from "../layers/embedding.ts";
import { Rng } from "../random/rng.ts";
import { elman, gru, lstm } from "../sequence/factories.ts";
import { Sequence } from "../sequence/sequence.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import type { Module } from "./module.ts";
import { parameter } from "./module.ts";

beforeAll(() => useBackend(plainBackend));

const values = (x: Tensor) => Array.from(x.dataSync());
const weights = ({ parameters }: Module) =>
  Object.values(parameters).map((value) => `${values(value)}`);

const layers = {
  Dense: (rng: Rng | null) => new Dense({ inputSize: 2, outputSize: 2, rng }),
  Embedding: (rng: Rng | null) => new Embedding({ numEmbeddings: 2, embeddingSize: 2, rng }),
  LstmCell: (rng: Rng | null) => new LstmCell({ inputSize: 2, hiddenSize: 2, rng }),
  PeepholeLstmCell: (rng: Rng | null) => new PeepholeLstmCell({ inputSize: 2, hiddenSize: 2, rng }),
  ProjectedLstmCell: (rng: Rng | null) =>
    new ProjectedLstmCell({ inputSize: 2, hiddenSize: 2, projSize: 1, rng }),
  elman: (rng: Rng | null) => elman({ inputSize: 2, hiddenSize: 2, rng }),
  lstm: (rng: Rng | null) => lstm({ inputSize: 2, hiddenSize: 2, numLayers: 2, rng }),
  gru: (rng: Rng | null) => gru({ inputSize: 2, hiddenSize: 2, bidirectional: true, rng }),
};

describe.each(Object.entries(layers))("%s", (name, make) => {
  test("two layers of one stream start with different weights, each as the stream says", () => {
    const [rng, same] = [Rng.fromSeed(1), Rng.fromSeed(1)];
    const all = [...weights(make(rng)), ...weights(make(rng)), ...weights(make(rng))];
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual([make(same), make(same), make(same)].flatMap(weights));
  });

  test.each([
    [undefined, "undefined"],
    [42, "42"],
    [{}, "another object"],
  ])("%s is no stream", (rng, actual) => {
    expect(() => make(rng as never)).toThrow(
      `${name}: rng must be an Rng or null, got ${actual}. Pass Rng.fromSeed(42), or null`,
    );
  });
});

test("the cells of a stack that are given one stream start with different weights", () => {
  const rng = Rng.fromSeed(1);
  const cell = (inputSize: number) => new LstmCell({ inputSize, hiddenSize: 2, rng });
  const all = weights(new Sequence({ inputSize: 2, numLayers: 2, cell }));
  expect(new Set(all).size).toBe(all.length);
});

describe("parameter", () => {
  test("has the rank of its shape; what lies behind the first axis are the columns", () => {
    const shapes: [number, number][] = [];
    const spy = (rows: number, columns: number) => {
      shapes.push([rows, columns]);
      return zeros(rows, columns, Rng.fromSeed(1));
    };
    const rng = Rng.fromSeed(1);
    const matrix = parameter([3, 4], spy, rng);
    expectTypeOf(matrix).toEqualTypeOf<Variable<Rank.R2>>();
    expectTypeOf(parameter([3], spy, rng)).toEqualTypeOf<Variable<Rank.R1>>();
    const kernels = parameter([3, 4, 5, 6], spy, rng);
    expectTypeOf(kernels).toEqualTypeOf<Variable<Rank.R4>>();
    expectTypeOf(parameter([], spy, rng)).toEqualTypeOf<Variable<Rank.R0>>();
    expectTypeOf(parameter([2] as number[], spy, rng)).toEqualTypeOf<Variable>();
    expect(kernels.shape).toEqual([3, 4, 5, 6]);
    expect(shapes).toEqual([
      [3, 4],
      [3, 1],
      [3, 120],
      [1, 1],
      [2, 1],
    ]);
  });
});
