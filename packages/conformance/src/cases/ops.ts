import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import {
  Context,
  crossEntropy as coreCrossEntropy,
  linearCrossEntropy as coreLinearCrossEntropy,
  Dropout,
  embeddingLookup,
  matMul,
  pool,
  Rng,
} from "@unroll/core";
import { draw, type HostTensor, host, integers, matrix, vector } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { transposes } from "../kernels/transposes.ts";
import { crossEntropy } from "../reference/cross-entropy.ts";
import { at, type Cube, type Matrix, map, type Vector } from "../reference/linear-algebra.ts";
import { linearCrossEntropy } from "../reference/linear-cross-entropy.ts";
import { pool as referencePool } from "../reference/pool.ts";
import { product } from "../reference/product.ts";
import { gather } from "../reference/rows.ts";
import type { Case, Group } from "./case.ts";
import { opCase } from "./op-case.ts";

const source = random(30);

/** Core's other differentiable ops. */
export const ops: Group = {
  name: "ops and their gradients",
  cases: () => [
    ...transposes.map(({ name, attrs }) =>
      opCase(`matMul, ${name}`, {
        inputs: [
          draw(source, attrs.transposeA ? [5, 3] : [3, 5]),
          draw(source, attrs.transposeB ? [7, 5] : [5, 7]),
        ],
        op: ([a, b]) => matMul(a as Tensor2D, b as Tensor2D, attrs),
        reference: ([a, b]) => product({ a: a as Matrix, b: b as Matrix }, attrs),
      }),
    ),
    ...(["last", "mean", "max"] as const).map(poolCase),
    dropoutCase(),
    embeddingCase(integers([2, 0, 2, 4, 2, 0])),
    crossEntropyCase(integers([3, 0, -100, 1, 2])),
    linearCrossEntropyCase("rows ignored, smoothed", [3, -1, 6, 3, -100], 0.1),
    linearCrossEntropyCase("every row counts", [0, 1, 2, 3, 3], 0),
    linearCrossEntropyCase("no row counts", [-1, -1, -1, -1, -1], 0.1),
    linearCrossEntropyCase("no rows", [], 0),
    linearCrossEntropyCase("one class", [0, 0, -1], 0.1, 1),
  ],
};

/** With a row of no steps, and one whose padding holds the largest values. */
function poolCase(pooling: "last" | "mean" | "max"): Case {
  const lengths = [3, 0, 5, 2];
  const y = draw(source, [4, 5, 3]);
  y.data.fill(9, 3 * 5 * 3 + 2 * 3); // past the last row's length
  return opCase(`pool, ${pooling}`, {
    inputs: [y],
    op: ([given]) => pool(given as Tensor3D, pooling, lengths),
    reference: ([given]) => referencePool(given as Cube, lengths, pooling).pooled,
  });
}

/** The mask of the way back is that of the way forth. */
function dropoutCase(): Case {
  const stream = () => Rng.fromSeed(8);
  const mask = matrix(host([7, 5], [...stream().dropoutMask(35, 0.4)]));
  return opCase("dropout", {
    inputs: [draw(source, [7, 5])],
    op: ([x]) => new Dropout({ rate: 0.4 }).forward(x as Tensor, Context.training(stream())),
    reference: ([x]) => (x as Matrix).map((row, n) => map((a, b) => a * b, row, at(mask, n))),
  });
}

function embeddingCase(indices: HostTensor): Case {
  return opCase("embeddingLookup, rows read more than once", {
    inputs: [draw(source, [6, 3])],
    constants: [indices],
    op: ([table], [rows]) => embeddingLookup(table as Tensor2D, rows as Tensor1D),
    reference: ([table]) => gather({ table: table as Matrix, indices: vector(indices) }),
  });
}

function crossEntropyCase(targets: HostTensor): Case {
  const weights = [0.5, 2, 1, 0, 1]; // row 3 is masked out, row 2 is ignored
  const labelSmoothing = 0.1;
  return opCase("crossEntropy, the weighted mean of what counts", {
    inputs: [draw(source, [5, 4], 3)],
    constants: [targets, host([5], weights)],
    op: ([logits], [classes, mask]) =>
      coreCrossEntropy(logits as Tensor, classes as Tensor, {
        mask: mask as Tensor,
        labelSmoothing,
      }),
    reference: ([logits]) => {
      const given = { logits: logits as Matrix, targets: vector(targets) };
      const losses = crossEntropy(given, { labelSmoothing });
      return losses.reduce((all, loss, n) => all + loss * at(weights, n), 0) / 3.5;
    },
  });
}

function linearCrossEntropyCase(
  name: string,
  targets: number[],
  labelSmoothing: number,
  classes = 7,
): Case {
  return opCase(`linearCrossEntropy, ${name}`, {
    inputs: [
      draw(source, [targets.length, 3], 2),
      draw(source, [classes, 3]),
      draw(source, [classes]),
    ],
    constants: [integers(targets)],
    op: ([x, weight, bias], [indices]) =>
      coreLinearCrossEntropy(x as Tensor2D, weight as Tensor2D, indices as Tensor1D, {
        bias: bias as Tensor1D,
        labelSmoothing,
      }),
    reference: ([x, weight, bias]) =>
      linearCrossEntropy(
        { x: x as Matrix, weight: weight as Matrix, bias: bias as Vector, targets },
        labelSmoothing,
      ).loss,
  });
}
