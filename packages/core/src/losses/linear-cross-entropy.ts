import {
  mul,
  type Rank,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { affine } from "../ops/affine.ts";
import { asMatrix } from "../ops/as-matrix.ts";
import type { RankAbove } from "../ranks.ts";
import { crossEntropy } from "./cross-entropy.ts";

export interface LinearCrossEntropyOptions {
  /** Added to the logits, shape [classes]. */
  bias?: Tensor1D | undefined;
  /** Moves this share of the target's probability to all classes evenly. Default 0. */
  labelSmoothing?: number | undefined;
}

/**
 * The loss of a last layer over many classes, such as a vocabulary: {@link crossEntropy} of x Wᵀ (+ b), the mean
 * over the targets that count. Where the backend has the kernel, the logits are never held all at once, and those
 * of rows without a target are not computed. When a gradient is recorded, the kernel computes it along
 * with the loss: that takes three times as long, even where the gradient is not asked for.
 *
 * @param x        shape [..., size], float32
 * @param weight   shape [classes, size], that of a {@link Dense} or an {@link Embedding}
 * @param targets  shape [...], int32, each from 0 to classes - 1; a negative one is ignored
 * @returns        a scalar, 0 where no target counts; the caller disposes it
 * @throws {ShapeError} when the shapes or dtypes do not fit
 * Source: Hsu 2024, Liger Kernel
 *
 * @example
 * const embedding = new Embedding({ numEmbeddings: 6000, embeddingSize: 256, rng: Rng.fromSeed(42) });
 * declare const hidden: Tensor3D; // [batch, time, 256]
 * declare const next: Tensor2D; // [batch, time], int32
 *
 * const loss = linearCrossEntropy(hidden, embedding.weight, next, { labelSmoothing: 0.1 });
 */
export function linearCrossEntropy<R extends Rank>(
  x: Tensor<RankAbove<R>>,
  weight: Tensor2D,
  targets: Tensor<R>,
  options: LinearCrossEntropyOptions = {},
): Scalar {
  const { bias, labelSmoothing = 0 } = options;
  requireFit(x, weight, targets, bias);
  return tidy(() => {
    const rows = asMatrix(x, weight.shape[1]);
    const flat: Tensor1D =
      targets.rank === 1 ? (targets as Tensor1D) : reshape(targets, [targets.size]);
    if (!hasKernel("UnrollLinearCrossEntropy")) {
      return crossEntropy(affine(rows, weight, bias), flat, { labelSmoothing });
    }
    return fused({ x: rows, weight, bias }, flat, labelSmoothing);
  });
}

function fused(
  inputs: { x: Tensor2D; weight: Tensor2D; bias: Tensor1D | undefined },
  targets: Tensor1D,
  labelSmoothing: number,
): Scalar {
  const call = { ...inputs, targets };
  if (!isRecording()) {
    return runKernel("UnrollLinearCrossEntropy", call, { labelSmoothing, reserve: false })[0];
  }
  const [loss] = differentiable({
    inputs,
    forward: () => {
      const attrs = { labelSmoothing, reserve: true } as const;
      const [value, dX, dWeight, dBias] = runKernel("UnrollLinearCrossEntropy", call, attrs);
      return { outputs: [value], saved: { dX, dWeight, dBias } };
    },
    backward: ([dLoss], saved) => ({
      x: () => mul(saved.dX, dLoss),
      weight: () => mul(saved.dWeight, dLoss),
      bias: () => mul(saved.dBias, dLoss),
    }),
  });
  return loss;
}

function requireFit(x: Tensor, weight: Tensor, targets: Tensor, bias: Tensor | undefined): void {
  const where = "linearCrossEntropy";
  requireTensor(where, "x", x, "float32");
  requireTensor(where, "weight", weight, "float32");
  requireTensor(where, "targets", targets, "int32");
  const [classes, size] = weight.shape;
  if (weight.rank !== 2 || x.rank === 0 || x.shape.at(-1) !== size) {
    throw new ShapeError(
      `${where}: x and weight must have shapes [..., size] and [classes, size], got [${x.shape}] and ` +
        `[${weight.shape}]. Pass the weight as a Dense layer has it.`,
    );
  }
  const rows = x.shape.slice(0, -1);
  if (`${targets.shape}` !== `${rows}`) {
    throw new ShapeError(
      `${where}: targets must have shape [${rows}] for x [${x.shape}], got [${targets.shape}]. ` +
        "Pass class indices, not one-hot rows.",
    );
  }
  if (bias === undefined) return;
  requireTensor(where, "bias", bias, "float32");
  if (`${bias.shape}` !== `${classes}`) {
    throw new ShapeError(
      `${where}: bias must have shape [${classes}], got [${bias.shape}]. Pass one number for each class.`,
    );
  }
}
