import {
  div,
  equal,
  exp,
  max,
  mul,
  type Rank,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  tensor1d,
  tensor3d,
  tidy,
  where,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import type { OfRank } from "../ranks.ts";
import { type Lengths, resolveLengths } from "../sequence/lengths.ts";

/**
 * Softmax over the source positions that count: how much each query attends to each of them.
 * weights = exp(scores) / sum of exp(scores) over the first lengths[b] positions of row b
 *
 * A position past a row's length has weight 0 whatever its score, and so has one whose score is
 * -Infinity: that is how any other mask is written. A query with nothing to attend to has zeros alone.
 *
 * @param scores   shape [batch, queries, positions], float32
 * @param lengths  the positions of every row that count; default all
 * @returns        the same shape; the caller disposes it
 * @throws {ShapeError} when the scores are not of rank 3 and float32, or the lengths do not fit
 * Source: Bahdanau, Cho & Bengio 2015, equation 6
 *
 * @example
 * declare const queries: Tensor3D, keys: Tensor3D, values: Tensor3D, lengths: Lengths;
 *
 * const weights = maskedSoftmax(batchMatMul(queries, keys, { transposeB: true }), lengths);
 * const context = batchMatMul(weights, values); // [batch, queries, size]
 */
export function maskedSoftmax<R extends Rank>(
  scores: OfRank<Rank.R3, R>,
  lengths?: Lengths,
): Tensor3D {
  requireScores(scores);
  const [batchSize, , positions] = scores.shape;
  const counts = resolveLengths("maskedSoftmax", lengths, batchSize, positions);
  const full = counts.every((count) => count === positions);
  return tidy(() => {
    if (hasKernel("UnrollMaskedSoftmax") && hasKernel("UnrollMaskedSoftmaxGrad")) {
      return fused(scores, full ? undefined : tensor1d(counts, "int32"));
    }
    return composed(scores, full ? undefined : maskOf(counts, positions));
  });
}

function requireScores(scores: Tensor): asserts scores is Tensor3D {
  if (scores.rank !== 3 || scores.dtype !== "float32") {
    throw new ShapeError(
      "maskedSoftmax: scores must be float32 of shape [batch, queries, positions], got " +
        `${scores.dtype} [${scores.shape}]. Give a single query an axis of its own.`,
    );
  }
}

/** As one kernel, and its gradient as another. */
function fused(scores: Tensor3D, lengths: Tensor1D | undefined): Tensor3D {
  const [weights] = differentiable({
    inputs: { scores },
    forward: () => {
      const outputs = runKernel("UnrollMaskedSoftmax", { scores, lengths }, {});
      return { outputs, saved: { weights: outputs[0], lengths } };
    },
    backward: ([dWeights], saved) => ({
      scores: () => runKernel("UnrollMaskedSoftmaxGrad", { dWeights, ...saved }, {})[0],
    }),
  });
  return weights;
}

/** Of tfjs' ops, with the gradient that the kernel has: tfjs' own would go through the largest score. */
function composed(scores: Tensor3D, mask: Tensor3D | undefined): Tensor3D {
  const [weights] = differentiable({
    inputs: { scores },
    forward: () => {
      const weights = softmax(mask ? where(mask, scores, Number.NEGATIVE_INFINITY) : scores);
      return { outputs: [weights], saved: { weights, mask } };
    },
    backward: ([dWeights], saved) => ({
      scores: () => {
        const counted = saved.mask ? where(saved.mask, dWeights, 0) : dWeights;
        return mul(saved.weights, sub(counted, sum(mul(saved.weights, counted), 2, true)));
      },
    }),
  });
  return weights;
}

function softmax(scores: Tensor3D): Tensor3D {
  const largest = max(scores, 2, true);
  // Where nothing counts, the largest is -Infinity and the sum 0: both are left out.
  const shift = where(equal(largest, Number.NEGATIVE_INFINITY), 0, largest);
  const powers = exp(sub<Tensor3D>(scores, shift));
  const total = sum(powers, 2, true);
  return div(powers, where(equal(total, 0), 1, total));
}

/** Whether each position of each row counts, [batch, 1, positions]. */
function maskOf(counts: Int32Array, positions: number): Tensor3D {
  const rows = Array.from(counts, (count) => [
    Array.from({ length: positions }, (_, position) => position < count),
  ]);
  return tensor3d(rows, [counts.length, 1, positions], "bool");
}
