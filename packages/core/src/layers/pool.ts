import {
  cast,
  max,
  mul,
  type Rank,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  where,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import type { Pooling } from "../kernels/contract.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireOneOf } from "../module/require-one-of.ts";
import { requireTensor } from "../module/require-tensor.ts";
import type { OfRank } from "../ranks.ts";
import { type Lengths, resolveLengths } from "../sequence/lengths.ts";

/**
 * Pools over the valid steps of each row; a row without any gives zeros.
 *
 * @param y        shape [batch, time, size]
 * @param lengths  valid steps of every row; default all
 * @returns        shape [batch, size]; the caller disposes it
 * @throws {ShapeError} when y is not float32 of rank 3, or the lengths do not fit
 *
 * @example
 * const rnn = gru({ inputSize: 4, hiddenSize: 16, rng: Rng.fromSeed(42) });
 * const lengths = [10, 7];
 * const { y } = rnn.run(randomNormal([2, 10, 4]), { lengths });
 * const features = pool(y, "max", lengths); // [2, 16]
 */
export function pool<R extends Rank>(
  y: OfRank<Rank.R3, R>,
  pooling: Pooling,
  lengths?: Lengths,
): Tensor2D {
  requireSteps(y);
  requireOneOf("pool", "pooling", pooling, ["last", "mean", "max"]);
  const [batchSize, timeSteps] = y.shape;
  const valid = resolveLengths("pool", lengths, batchSize, timeSteps);
  return tidy(() => {
    if (hasKernel("UnrollPool") && hasKernel("UnrollPoolGrad")) {
      return fused(y, pooling, valid);
    }
    if (pooling === "max") {
      return maxOverTime(y, valid);
    }
    const weight = (t: number, length: number): number => {
      if (pooling === "last") {
        return t === length - 1 ? 1 : 0;
      }
      return t < length ? 1 / length : 0;
    };
    return sum<Tensor2D>(mul(y, perStep(valid, timeSteps, weight)), 1);
  });
}

function requireSteps(y: Tensor): asserts y is Tensor3D {
  requireTensor("pool", "y", y, "float32");
  if (y.rank !== 3) {
    throw new ShapeError(
      `pool: y must have shape [batch, time, size], got [${y.shape}]. Pass every output of a sequence.`,
    );
  }
}

/** As one kernel, and its gradient as another. */
function fused(y: Tensor3D, pooling: Pooling, valid: Int32Array): Tensor2D {
  const timeSteps = y.shape[1];
  const full = valid.every((length) => length === timeSteps);
  const lengths = full ? undefined : tensor1d(valid, "int32");
  const [pooled] = differentiable({
    inputs: { y },
    forward: () => {
      const [pooled, steps] = runKernel("UnrollPool", { y, lengths }, { pooling });
      return { outputs: [pooled], saved: { steps, lengths } };
    },
    backward: ([dPooled], saved) => ({
      y: () => runKernel("UnrollPoolGrad", { dPooled, ...saved }, { pooling, timeSteps })[0],
    }),
  });
  return pooled;
}

function maxOverTime(y: Tensor3D, lengths: Int32Array): Tensor2D {
  const timeSteps = y.shape[1];
  const valid = cast(
    perStep(lengths, timeSteps, (t, length) => Number(t < length)),
    "bool",
  );
  const filled = tensor2d(
    Array.from(lengths, (length) => length > 0),
    [lengths.length, 1],
    "bool",
  );
  const highest: Tensor2D = max(where(valid, y, Number.NEGATIVE_INFINITY), 1);
  return where(filled, highest, 0);
}

/** [batch, time, 1] of a function of the step and its row's length. */
function perStep(
  lengths: Int32Array,
  timeSteps: number,
  value: (t: number, length: number) => number,
): Tensor3D {
  const values = new Float32Array(lengths.length * timeSteps);
  lengths.forEach((length, row) => {
    for (let t = 0; t < timeSteps; t++) {
      values[row * timeSteps + t] = value(t, length);
    }
  });
  return tensor3d(values, [lengths.length, timeSteps, 1]);
}
