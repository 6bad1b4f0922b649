import {
  abs,
  add,
  cast,
  exp,
  log1p,
  mul,
  neg,
  type Rank,
  relu,
  sub,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { type LossOptions, type Reduced, type Reduction, reduceLosses } from "./reduce-losses.ts";
import { requireSameShape } from "./require-same-shape.ts";

export interface BinaryCrossEntropyOptions<How extends Reduction = Reduction>
  extends LossOptions<How> {
  /** Moves targets from 0 and 1 towards 1/2 by half this share. Default 0. */
  labelSmoothing?: number | undefined;
}

/**
 * Binary cross-entropy of logits, stable for any size of them.
 * max(x, 0) - x*t + log(1 + exp(-|x|))
 *
 * @param logits   any shape, float32
 * @param targets  the same shape, 0 or 1 (int32 or bool) or a probability (float32)
 * @returns        a scalar; with reduction "none" the losses in the shape of targets
 * @throws {ShapeError} when the shapes differ
 *
 * @example
 * declare const logits: Tensor1D;
 *
 * const loss = binaryCrossEntropy(logits, tensor1d([1, 0, 1]));
 */
export function binaryCrossEntropy<R extends Rank, How extends Reduction = "mean">(
  logits: Tensor<R>,
  targets: Tensor<R>,
  options: BinaryCrossEntropyOptions<How> = {},
): Reduced<R, How> {
  requireSameShape("binaryCrossEntropy", "logits", logits, targets);
  const { labelSmoothing = 0 } = options;
  return tidy(() => {
    const t = add(mul(cast(targets, "float32"), 1 - labelSmoothing), labelSmoothing / 2);
    const losses: Tensor<R> = add(sub(relu(logits), mul(logits, t)), log1p(exp(neg(abs(logits)))));
    return reduceLosses(losses, undefined, options);
  });
}
