import {
  type Rank,
  randomNormal,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  type Variable,
} from "@tensorflow/tfjs-core";
import { describe, expectTypeOf, test } from "vitest";
import type { Dense } from "./layers/dense.ts";
import type { Dropout } from "./layers/dropout.ts";
import type { Embedding } from "./layers/embedding.ts";
import { pool } from "./layers/pool.ts";
import { binaryCrossEntropy } from "./losses/binary-cross-entropy.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import { meanSquaredError } from "./losses/mean-squared-error.ts";
import type { OfRank, RankOf } from "./ranks.ts";
import type { Sequence } from "./sequence/sequence.ts";

// Checked by the compiler; what stands in `types` never runs.
const types = (name: string, _: unknown) => test(name, () => {});

describe("results have the rank they have", () => {
  types("of a shape", (rank: RankOf<readonly [2, 3]>, any: RankOf<number[]>) => {
    expectTypeOf(rank).toEqualTypeOf<Rank.R2>();
    expectTypeOf(any).toEqualTypeOf<Rank>();
  });

  types(
    "of layers",
    (x: Tensor3D, tokens: Tensor2D, dense: Dense, embedding: Embedding, dropout: Dropout) => {
      expectTypeOf(dense.forward(x)).toEqualTypeOf<Tensor3D>();
      expectTypeOf(dense.forward(dense.weight)).toEqualTypeOf<Tensor2D>();
      expectTypeOf(dropout.forward(x)).toEqualTypeOf<Tensor3D>();
      expectTypeOf(embedding.forward(tokens)).toEqualTypeOf<Tensor3D>();
      expectTypeOf(embedding.forward(x)).toEqualTypeOf<Tensor4D>();
      expectTypeOf(embedding.forward(x as Tensor)).toExtend<Tensor>();
      expectTypeOf(pool(x, "max")).toEqualTypeOf<Tensor2D>();
    },
  );

  types("of losses", (logits: Tensor2D, classes: Tensor1D, how: "none" | "sum") => {
    expectTypeOf(crossEntropy(logits, classes)).toEqualTypeOf<Scalar>();
    expectTypeOf(crossEntropy(logits, classes, { labelSmoothing: 0.1 })).toEqualTypeOf<Scalar>();
    const reduction = "none";
    expectTypeOf(crossEntropy(logits, classes, { reduction })).toEqualTypeOf<Tensor1D>();
    expectTypeOf(binaryCrossEntropy(logits, logits, { reduction })).toEqualTypeOf<Tensor2D>();
    expectTypeOf(meanSquaredError(logits, logits)).toEqualTypeOf<Scalar>();
    expectTypeOf(meanSquaredError(logits, logits, { reduction: how })).toEqualTypeOf<
      Tensor2D | Scalar
    >();
  });
});

describe("an argument of one rank", () => {
  const take = <R extends Rank>(_: OfRank<Rank.R3, R>) => {};

  types("takes what tfjs' functions return", (sequence: Sequence, x: Tensor) => {
    take(randomNormal([3, 10, 4]));
    take(tensor([1, 2], [1, 2, 1]));
    sequence.run(randomNormal([3, 10, 4]));
    sequence.last(x);
    pool(x, "mean");
  });

  types("does not take another rank", (sequence: Sequence, x: Tensor2D, v: Variable<Rank.R4>) => {
    // @ts-expect-error
    take(x);
    // @ts-expect-error
    take(v);
    // @ts-expect-error
    sequence.run(x);
    // @ts-expect-error
    pool(x, "max");
  });
});
