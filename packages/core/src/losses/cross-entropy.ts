import {
  add,
  cast,
  equal,
  expandDims,
  fill,
  greaterEqual,
  logSoftmax,
  mean,
  mul,
  neg,
  type Rank,
  range,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  where,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import type { CrossEntropyAttrs } from "../kernels/contract.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { asMatrix } from "../ops/as-matrix.ts";
import { type LossOptions, type Reduced, type Reduction, reduceLosses } from "./reduce-losses.ts";

export interface CrossEntropyOptions<How extends Reduction = Reduction> extends LossOptions<How> {
  /** Targets of this value add no loss. Default -100, as in PyTorch; every negative one counts too. */
  ignoreIndex?: number | undefined;
  /** Moves this share of the target's probability to all classes evenly. Default 0. */
  labelSmoothing?: number | undefined;
}

/**
 * Softmax cross-entropy from class indices.  -sum_c q_c log softmax(logits)_c
 *
 * @param logits   shape [..., classes], float32
 * @param targets  shape [...], int32, each from 0 to classes - 1 or ignored
 * @returns        a scalar, the mean over the targets that count; with reduction "none" the
 *                 losses in the shape of targets
 * @throws {ShapeError} when the shapes or dtypes do not fit
 *
 * @example
 * declare const logits: Tensor2D; // [batch, classes]
 *
 * const loss = crossEntropy(logits, tensor1d([0, 2, 1], "int32"), { labelSmoothing: 0.1 });
 */
export function crossEntropy<R extends Rank, How extends Reduction = "mean">(
  logits: Tensor,
  targets: Tensor<R>,
  options: CrossEntropyOptions<How> = {},
): Reduced<R, How> {
  requireTensor("crossEntropy", "logits", logits, "float32");
  requireTensor("crossEntropy", "targets", targets);
  const { ignoreIndex = -100, labelSmoothing = 0 } = options;
  const classes = logits.shape.at(-1) as number;
  if (`${logits.shape.slice(0, -1)}` !== `${targets.shape}` || targets.dtype !== "int32") {
    throw new ShapeError(
      `crossEntropy: targets must be int32 of shape [${logits.shape.slice(0, -1)}] for logits ` +
        `[${logits.shape}], got ${targets.dtype} [${targets.shape}]. Pass class indices, not one-hot rows.`,
    );
  }
  return tidy(() => {
    const given = (targets.rank === 1 ? targets : reshape(targets, [targets.size])) as Tensor1D;
    const flat: Tensor1D =
      ignoreIndex < 0
        ? given
        : where(equal(given, ignoreIndex), fill(given.shape, -1, "int32"), given);
    const rows = asMatrix(logits, classes);
    const mayFuse = hasKernels();
    if (mayFuse && options.mask === undefined && (options.reduction ?? "mean") === "mean") {
      return fused(rows, flat, { labelSmoothing, mean: true }) as Reduced<R, How>;
    }
    const losses = mayFuse
      ? fused(rows, flat, { labelSmoothing, mean: false })
      : composed(rows, flat, labelSmoothing);
    return reduceLosses(
      reshape<R>(losses, targets.shape),
      reshape(greaterEqual(flat, 0), targets.shape),
      options,
    );
  });
}

function hasKernels(): boolean {
  return hasKernel("UnrollCrossEntropy") && hasKernel("UnrollCrossEntropyGrad");
}

/** As one kernel, and its gradient as another: the losses of all rows, or their mean. */
function fused(logits: Tensor2D, targets: Tensor1D, attrs: CrossEntropyAttrs): Tensor {
  const [losses] = differentiable({
    inputs: { logits },
    forward: () => ({
      outputs: runKernel("UnrollCrossEntropy", { logits, targets }, attrs),
      saved: { logits, targets },
    }),
    backward: ([dLosses], saved) => ({
      logits: () => runKernel("UnrollCrossEntropyGrad", { ...saved, dLosses }, attrs)[0],
    }),
  });
  return losses;
}

function composed(logits: Tensor2D, targets: Tensor1D, labelSmoothing: number): Tensor {
  const classes = logits.shape[1];
  const logProbabilities = logSoftmax(logits);
  const hot = cast(equal(expandDims(targets, 1), range(0, classes, 1, "int32")), "float32");
  const picked = sum(mul(hot, logProbabilities), 1);
  const smooth = mean(logProbabilities, 1);
  const losses = neg(add(mul(picked, 1 - labelSmoothing), mul(smooth, labelSmoothing)));
  return where(greaterEqual(targets, 0), losses, 0);
}
