import { type Rank, squaredDifference, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type LossOptions, type Reduced, type Reduction, reduceLosses } from "./reduce-losses.ts";
import { requireSameShape } from "./require-same-shape.ts";

/**
 * Mean squared error.  (output - target)^2
 *
 * @param output   any shape, float32
 * @param targets  the same shape, float32
 * @returns        a scalar; with reduction "none" the losses in the shape of targets
 * @throws {ShapeError} when the shapes differ
 *
 * @example
 * declare const forecast: Tensor2D, truth: Tensor2D, known: Tensor2D; // known: 0 leaves a value out
 *
 * const loss = meanSquaredError(forecast, truth, { mask: known });
 */
export function meanSquaredError<R extends Rank, How extends Reduction = "mean">(
  output: Tensor<R>,
  targets: Tensor<R>,
  options: LossOptions<How> = {},
): Reduced<R, How> {
  requireSameShape("meanSquaredError", "output", output, targets);
  return tidy(() =>
    reduceLosses(squaredDifference<Tensor<R>>(output, targets), undefined, options),
  );
}
