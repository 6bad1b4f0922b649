import { type Rank, type Tensor, type Tensor3D, matMul as tfMatMul } from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import type { OfRank } from "../ranks.ts";
import {
  describeFactors,
  factorGradients,
  requireFloats,
  type Transposes,
} from "./product-factors.ts";

export interface BatchMatMulOptions {
  transposeA?: boolean | undefined;
  transposeB?: boolean | undefined;
}

/**
 * The product of two matrices for each row of a batch, either of them transposed. As torch.bmm.
 *
 * @param a  shape [batch, M, K], or [batch, K, M] with transposeA
 * @param b  shape [batch, K, N], or [batch, N, K] with transposeB
 * @returns  shape [batch, M, N]; the caller disposes it
 * @throws {ShapeError} when the batches or the inner sizes differ, or one is not float32
 *
 * @example
 * declare const queries: Tensor3D, keys: Tensor3D, lengths: Lengths;
 *
 * // Every query with every key of its row, and what is found there (Luong 2015, "dot"):
 * const scores = batchMatMul(queries, keys, { transposeB: true }); // [batch, queries, positions]
 * const context = batchMatMul(maskedSoftmax(scores, lengths), keys); // [batch, queries, size]
 */
export function batchMatMul<A extends Rank, B extends Rank>(
  a: OfRank<Rank.R3, A>,
  b: OfRank<Rank.R3, B>,
  { transposeA = false, transposeB = false }: BatchMatMulOptions = {},
): Tensor3D {
  const transposes = { transposeA, transposeB };
  const inputs = requireFactors(a, b, transposes);
  if (!hasKernel("UnrollBatchMatMul")) return tfMatMul(inputs.a, inputs.b, transposeA, transposeB);
  const [product] = differentiable({
    inputs,
    forward: () => ({
      outputs: runKernel("UnrollBatchMatMul", inputs, transposes),
      saved: inputs,
    }),
    backward: ([dy], saved) => factorGradients<Tensor3D>(batchMatMul, saved, dy, transposes),
  });
  return product;
}

function requireFactors(
  a: Tensor,
  b: Tensor,
  transposes: Transposes,
): { a: Tensor3D; b: Tensor3D } {
  const innerA = a.shape[transposes.transposeA ? 1 : 2];
  const innerB = b.shape[transposes.transposeB ? 2 : 1];
  if (a.rank !== 3 || b.rank !== 3 || a.shape[0] !== b.shape[0] || innerA !== innerB) {
    throw new ShapeError(
      "batchMatMul: a and b must be batches of one size, of matrices with equal inner sizes, got " +
        `${describeFactors(a, b, transposes)}. Check the transposes.`,
    );
  }
  requireFloats("batchMatMul", a, b);
  return { a: a as Tensor3D, b: b as Tensor3D };
}
