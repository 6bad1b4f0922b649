import { mul, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ConfigError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import type { Rng } from "../random/rng.ts";

/**
 * Sets elements to 0 with probability `rate` and scales the rest by 1 / (1 - rate).
 *
 * @param x    any shape
 * @param rng  draws the mask: the same on every backend
 * @returns    the same shape; the caller disposes it
 * Source: Srivastava et al. 2014
 */
export function dropout<T extends Tensor>(x: T, rate: number, rng: Rng): T {
  requireRate("dropout", rate);
  if (!hasKernel("UnrollDropout")) {
    return tidy(() => mul(x, tensor(rng.dropoutMask(x.size, rate), x.shape)) as T);
  }
  const attrs = { rate, ...rng.take(x.size) };
  const [dropped] = differentiable<"x", Record<never, never>>({
    inputs: { x },
    forward: () => ({ outputs: runKernel("UnrollDropout", { x }, attrs), saved: {} }),
    // The words are drawn again: a counter-based generator needs no mask to be kept.
    backward: ([dy]) => ({
      x: () => runKernel("UnrollDropout", { x: dy as Tensor }, attrs)[0] as Tensor,
    }),
  });
  return dropped as T;
}

/** @throws {ConfigError} unless 0 <= rate < 1 */
export function requireRate(where: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) {
    throw new ConfigError(
      `${where}: dropout must be from 0 to below 1, got ${rate}. Pass the share of elements to drop.`,
    );
  }
}
