import {
  add,
  gather,
  type Rank,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import type { OfRank, RankAbove } from "../ranks.ts";

/**
 * Steps of each row, and a gradient that adds up where a step was read more than once.
 * out[b, n] = y[b, steps[b, n]]
 *
 * @param y      shape [batch, time, size], float32
 * @param steps  int32, each from 0 to time - 1, of shape [batch, count], or [batch] for one step a row
 * @returns      shape [batch, count, size], or [batch, size]; the caller disposes it
 * @throws {ShapeError} when the shapes or dtypes do not fit
 * @throws {DataError} when a step is out of range, where the backend in use has the kernel
 *
 * @example
 * declare const hidden: Tensor3D, parents: Tensor2D;
 *
 * // The hypotheses that go on, of each sentence's beam: [batch, beam, hidden].
 * const kept = gatherTime(hidden, parents);
 */
export function gatherTime<Y extends Rank, R extends Rank>(
  y: OfRank<Rank.R3, Y>,
  steps: Tensor<R>,
): Tensor<RankAbove<R>> {
  requireSteps(y, steps);
  const [batchSize, , size] = y.shape;
  const count = steps.rank === 1 ? 1 : (steps.shape[1] as number);
  return tidy(() => {
    const each: Tensor2D = reshape(steps, [batchSize, count]);
    const picked = hasKernels() ? fused(y, each) : composed(y, each);
    const shaped: Tensor = reshape(picked, [...steps.shape, size]);
    return shaped as Tensor<RankAbove<R>>; // One axis more than steps.
  });
}

function hasKernels(): boolean {
  return hasKernel("UnrollGatherTime") && hasKernel("UnrollGatherTimeGrad");
}

/** As one kernel, and its gradient as another. */
function fused(y: Tensor3D, steps: Tensor2D): Tensor3D {
  const timeSteps = y.shape[1];
  const [picked] = differentiable({
    inputs: { y },
    forward: () => ({ outputs: runKernel("UnrollGatherTime", { y, steps }, {}), saved: { steps } }),
    backward: ([dPicked], saved) => ({
      y: () => runKernel("UnrollGatherTimeGrad", { dPicked, ...saved }, { timeSteps })[0],
    }),
  });
  return picked;
}

/** From a table of all steps of all rows. */
function composed(y: Tensor3D, steps: Tensor2D): Tensor {
  const [batchSize, timeSteps, size] = y.shape;
  const firsts = Int32Array.from({ length: batchSize }, (_, row) => row * timeSteps);
  const places = add<Tensor2D>(steps, tensor2d(firsts, [batchSize, 1], "int32"));
  return gather(reshape(y, [batchSize * timeSteps, size]), reshape<Rank.R1>(places, [steps.size]));
}

function requireSteps(y: Tensor, steps: Tensor): asserts y is Tensor3D {
  if (y.rank !== 3 || y.dtype !== "float32") {
    throw new ShapeError(
      `gatherTime: y must be float32 of shape [batch, time, size], got ${y.dtype} [${y.shape}]. ` +
        "Pass every output of a sequence.",
    );
  }
  const fits = (steps.rank === 1 || steps.rank === 2) && steps.shape[0] === y.shape[0];
  if (!fits || steps.dtype !== "int32") {
    throw new ShapeError(
      `gatherTime: steps must be int32 of shape [${y.shape[0]}] or [${y.shape[0]}, count], got ` +
        `${steps.dtype} [${steps.shape}]. Make them with tensor2d(values, shape, "int32").`,
    );
  }
}
