import { squaredDifference, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type LossOptions, reduceLosses } from "./reduce-losses.ts";
import { requireSameShape } from "./require-same-shape.ts";

/**
 * Mean squared error.  (output - target)^2
 *
 * @param output   any shape, float32
 * @param targets  the same shape, float32
 * @returns        a scalar; with reduction "none" the losses in the shape of targets
 * @throws {ShapeError} when the shapes differ
 */
export function meanSquaredError(
  output: Tensor,
  targets: Tensor,
  options: LossOptions = {},
): Tensor {
  requireSameShape("meanSquaredError", output, targets);
  return tidy(() => reduceLosses(squaredDifference(output, targets), undefined, options));
}
