import { clone, mul, type Rank, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { differentiable, isRecording } from "../autodiff/differentiable.ts";
import { ConfigError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { Context } from "../module/context.ts";
import type { Module } from "../module/module.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { Rng } from "../random/rng.ts";
import { describeValue } from "../storage/describe-value.ts";

/**
 * Sets elements to 0 with probability `rate` and scales the rest by 1 / (1 - rate) in training;
 * leaves them as they are in inference. As torch.nn.Dropout.
 *
 * Source: Srivastava et al. 2014
 *
 * @example
 * const dropout = new Dropout({ rate: 0.5 });
 * const head = new Dense({ inputSize: 16, outputSize: 2, rng: Rng.fromSeed(42) });
 * // In the loss that a Trainer is given, context is one of training; elsewhere Context.inference.
 * const forward = (x: Tensor2D, context: Context) => head.forward(dropout.forward(x, context));
 */
export class Dropout implements Module {
  readonly rate: number;
  readonly parameters = {};

  /** @throws {ConfigError} unless 0 <= rate < 1 */
  constructor(options: { rate: number }) {
    const { rate } = requireOptions("Dropout", options, "{ rate: 0.5 }");
    requireRate("Dropout", "rate", rate);
    this.rate = rate;
  }

  /**
   * @param x        any shape, float32
   * @param context  draws the mask in training; may be left out where no gradient is recorded
   * @returns        the same shape; the caller disposes it
   * @throws {ConfigError} when a gradient is recorded and there is no context
   */
  forward<R extends Rank>(x: Tensor<R>, context?: Context): Tensor<R> {
    requireTensor("Dropout.forward", "x", x, "float32");
    const rng = maskStream("Dropout.forward", this.rate, context);
    return rng ? dropout(x, this.rate, rng) : clone(x);
  }
}

/**
 * The stream to draw a mask from, undefined where nothing is dropped.
 * @throws {ConfigError} when a gradient is recorded and nobody said how the pass is meant
 */
export function maskStream(
  where: string,
  rate: number,
  context: Context | undefined,
): Rng | undefined {
  if (context !== undefined && !(context instanceof Context)) {
    throw new ConfigError(
      `${where}: context must be a Context, got ${(context as unknown) instanceof Rng ? "an Rng" : describeValue(context)}. ` +
        "Pass Context.training(rng) or Context.inference.",
    );
  }
  if (rate === 0) return undefined;
  if (context === undefined && isRecording()) {
    throw new ConfigError(
      `${where}: context must be given where a gradient is recorded and dropout is ${rate}, got none. ` +
        "Pass on the context that Trainer gives to the loss, or Context.training(rng); Context.inference drops nothing.",
    );
  }
  return context?.training ? context.rng : undefined;
}

/**
 * Sets elements to 0 with probability `rate` and scales the rest by 1 / (1 - rate).
 *
 * @param x    any shape
 * @param rng  draws the mask: the same on every backend
 * @returns    the same shape; the caller disposes it
 * Source: Srivastava et al. 2014
 */
export function dropout<R extends Rank>(x: Tensor<R>, rate: number, rng: Rng): Tensor<R> {
  requireRate("dropout", "rate", rate);
  requireTensor("dropout", "x", x, "float32");
  if (!hasKernel("UnrollDropout")) {
    return tidy(() => mul(x, tensor(rng.dropoutMask(x.size, rate), x.shape)));
  }
  const attrs = { rate, ...rng.take(x.size) };
  const [dropped] = differentiable({
    inputs: { x },
    forward: () => ({ outputs: runKernel("UnrollDropout", { x }, attrs), saved: {} }),
    // The words are drawn again: a counter-based generator needs no mask to be kept.
    backward: ([dy]) => ({
      x: () => runKernel("UnrollDropout", { x: dy }, attrs)[0],
    }),
  });
  return dropped as Tensor<R>;
}

/** @throws {ConfigError} unless 0 <= rate < 1 */
export function requireRate(where: string, what: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) {
    throw new ConfigError(
      `${where}: ${what} must be from 0 to below 1, got ${rate}. Pass the share of elements to drop.`,
    );
  }
}
