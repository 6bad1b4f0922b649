import {
  dispose,
  grads,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import {
  Context,
  crossEntropy as coreCrossEntropy,
  Dropout,
  embeddingLookup,
  matMul,
  pool,
  Rng,
} from "@unroll/core";
import { checkGradients } from "../compare/gradient-check.ts";
import {
  cube,
  draw,
  host,
  integers,
  matrix,
  type Nested,
  nested,
  vector,
} from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { download, upload } from "../kernels/call-kernel.ts";
import { crossEntropy } from "../reference/cross-entropy.ts";
import { at, type Cube, type Matrix, map } from "../reference/linear-algebra.ts";
import { pool as referencePool } from "../reference/pool.ts";
import { product } from "../reference/product.ts";
import { gather } from "../reference/rows.ts";
import type { Case, Group } from "./case.ts";

/** Gradients of core's other differentiable ops. */
export const ops: Group = {
  name: "ops' gradients equal finite differences",
  cases: () => [
    ...[false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => matMulCase(transposeA, transposeB)),
    ),
    ...(["last", "mean", "max"] as const).map(poolCase),
    dropoutCase,
    {
      name: "embeddingLookup, rows read more than once",
      run({ tolerance }) {
        const source = random(31);
        const indices = integers([2, 0, 2, 4, 2, 0]);
        const table = draw(source, [6, 3]);
        return checkGradients(
          {
            inputs: { table: matrix(table) },
            forward: (inputs) => [gather({ table: inputs.table, indices: vector(indices) })],
            gradients: async ([dRows]) => {
              const at = upload(indices);
              const lookup = ([given]: Tensor[]) => embeddingLookup(given as Tensor2D, at);
              const [gradient] = await gradientsOf(lookup, [table], [6, 3], dRows);
              at.dispose();
              return { table: gradient as Matrix };
            },
          },
          [nested(draw(source, [6, 3]))],
          source,
          tolerance.gradient,
        );
      },
    },
    {
      name: "crossEntropy, the weighted mean of what counts",
      run({ tolerance }) {
        const source = random(32);
        const targets = integers([3, 0, -100, 1, 2]);
        const weights = [0.5, 2, 1, 0, 1]; // row 3 is masked out, row 2 is ignored
        const logits = draw(source, [5, 4], 3);
        const labelSmoothing = 0.1;
        return checkGradients(
          {
            inputs: { logits: matrix(logits) },
            forward: (inputs) => {
              const losses = crossEntropy(
                { logits: inputs.logits, targets: vector(targets) },
                { labelSmoothing },
              );
              const total = losses.reduce((all, loss, n) => all + loss * (weights[n] ?? 0), 0);
              return [total / 3.5];
            },
            gradients: async ([dLoss]) => {
              const at = upload(targets);
              const mask = tensor(weights);
              const [gradient] = await gradientsOf(
                ([given]) => coreCrossEntropy(given as Tensor, at, { mask, labelSmoothing }),
                [logits],
                [],
                dLoss,
              );
              dispose([at, mask]);
              return { logits: gradient as Matrix };
            },
          },
          [Math.fround(1.7)],
          source,
          tolerance.gradient,
        );
      },
    },
  ],
};

/** With a row of no steps, and one whose padding holds the largest values. */
function poolCase(pooling: "last" | "mean" | "max"): Case {
  return {
    name: `pool, ${pooling}`,
    run({ tolerance }) {
      const source = random(33);
      const lengths = [3, 0, 5, 2];
      const y = draw(source, [4, 5, 3]);
      y.data.fill(9, 3 * 5 * 3 + 2 * 3); // past the last row's length
      return checkGradients(
        {
          inputs: { y: cube(y) },
          forward: (inputs) => [referencePool(inputs.y, lengths, pooling).pooled],
          gradients: async ([dPooled]) => {
            const over = ([given]: Tensor[]) => pool(given as Tensor3D, pooling, lengths);
            const [gradient] = await gradientsOf(over, [y], [4, 3], dPooled);
            return { y: gradient as Cube };
          },
        },
        [nested(draw(source, [4, 3]))],
        source,
        tolerance.gradient,
      );
    },
  };
}

/** The mask of the way back is that of the way forth. */
const dropoutCase: Case = {
  name: "dropout",
  run({ tolerance }) {
    const source = random(34);
    const x = draw(source, [7, 5]);
    const stream = () => Rng.fromSeed(8);
    const mask = matrix(host([7, 5], [...stream().dropoutMask(35, 0.4)]));
    return checkGradients(
      {
        inputs: { x: matrix(x) },
        forward: (inputs) => [inputs.x.map((row, n) => map((a, b) => a * b, row, at(mask, n)))],
        gradients: async ([dOut]) => {
          const drop = ([given]: Tensor[]) =>
            new Dropout({ rate: 0.4 }).forward(given as Tensor, Context.training(stream()));
          const [gradient] = await gradientsOf(drop, [x], [7, 5], dOut);
          return { x: gradient as Matrix };
        },
      },
      [nested(draw(source, [7, 5]))],
      source,
      tolerance.gradient,
    );
  },
};

function matMulCase(transposeA: boolean, transposeB: boolean): Case {
  return {
    name: `matMul, ${transposeA ? "aᵀ" : "a"}·${transposeB ? "bᵀ" : "b"}`,
    run({ tolerance }) {
      const source = random(30);
      const a = draw(source, transposeA ? [5, 3] : [3, 5]);
      const b = draw(source, transposeB ? [7, 5] : [5, 7]);
      const options = { transposeA, transposeB };
      return checkGradients(
        {
          inputs: { a: matrix(a), b: matrix(b) },
          forward: (inputs) => [product(inputs, options)],
          gradients: async ([dProduct]) => {
            const multiply = ([left, right]: Tensor[]) =>
              matMul(left as Tensor2D, right as Tensor2D, options);
            const [da, db] = await gradientsOf(multiply, [a, b], [3, 7], dProduct);
            return { a: da as Matrix, b: db as Matrix };
          },
        },
        [nested(draw(source, [3, 7]))],
        source,
        tolerance.gradient,
      );
    },
  };
}

/** The gradients of Σ f(inputs) * dOutput. */
async function gradientsOf(
  f: (inputs: Tensor[]) => Tensor,
  inputs: Parameters<typeof upload>[0][],
  outputShape: number[],
  dOutput: Nested | undefined,
): Promise<Nested[]> {
  const tensors = inputs.map(upload);
  const weights = upload(host(outputShape, dOutput ?? 0));
  const results = tidy(() =>
    grads((...at: Tensor[]) => sum(mul(f(at), weights)) as Scalar)(tensors),
  );
  const values: Nested[] = [];
  for (const result of results) values.push(nested(await download(result)));
  dispose([...tensors, weights, ...results]);
  return values;
}
