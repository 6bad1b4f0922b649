import {
  cast,
  div,
  maximum,
  mul,
  type Rank,
  type Scalar,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { requireGradients } from "../autodiff/load-gradients.ts";
import { ShapeError } from "../errors.ts";
import { requireOneOf } from "../module/require-one-of.ts";
import { requireTensor } from "../module/require-tensor.ts";

export type Reduction = "mean" | "sum" | "none";

export interface LossOptions<How extends Reduction = Reduction> {
  /** Weights of the losses, of their shape: 0 leaves one out. Boolean or float32. */
  mask?: Tensor | undefined;
  /** Default "mean": the sum over what counts, divided by the sum of its weights. */
  reduction?: How | undefined;
}

/** What is left of losses of rank R. */
export type Reduced<R extends Rank, How extends Reduction> = How extends "none"
  ? Tensor<R>
  : Scalar;

/**
 * Weighs and reduces single losses.
 *
 * @param counted  whether each loss counts at all, bool of the same shape; undefined: all do
 */
export function reduceLosses<R extends Rank, How extends Reduction = "mean">(
  losses: Tensor<R>,
  counted: Tensor | undefined,
  options: LossOptions<How>,
): Reduced<R, How> {
  return reduce(losses, counted, options) as Reduced<R, How>; // TypeScript does not follow `reduction`.
}

function reduce(
  losses: Tensor,
  counted: Tensor | undefined,
  { mask, reduction = "mean" }: LossOptions,
): Tensor {
  requireGradients();
  requireOneOf("loss", "reduction", reduction, ["mean", "sum", "none"]);
  if (mask) requireTensor("loss", "mask", mask);
  if (mask && `${mask.shape}` !== `${losses.shape}`) {
    throw new ShapeError(
      `loss: mask must have the targets' shape [${losses.shape}], got [${mask.shape}]. Pass one weight for each target.`,
    );
  }
  const factors = [counted, mask]
    .filter((weights) => weights !== undefined)
    .map((weights) => cast(weights, "float32"));
  const weighted = mask ? mul(losses, cast(mask, "float32")) : losses;
  if (reduction === "none") {
    return weighted;
  }
  const total = sum(weighted);
  if (reduction === "sum") {
    return total;
  }
  // Nothing counted: 0 rather than 0 / 0.
  const count =
    factors.length === 0
      ? Math.max(1, losses.size)
      : maximum(sum(factors.reduce((product, weights) => mul(product, weights))), 1e-12);
  return div(total, count);
}
