import { add, mul, sub, type Tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import type { Parameters } from "../module/module.ts";

/**
 * An exponential moving average of the parameters, which is evaluated and kept in their place:
 * it irons out the noise of the last steps.  average += (1 - decay_t) * (param - average)
 *
 * The decay grows as (1 + t) / (10 + t) up to its final value, so that the random start is
 * forgotten early.  Source: Polyak & Juditsky 1992; tf.train.ExponentialMovingAverage.
 */
export class WeightAveraging {
  readonly #decay: number;
  readonly #parameters: Parameters;
  /** The averages, by the parameters' names. */
  readonly averages: Parameters;

  constructor(decay: number, parameters: Parameters) {
    this.#decay = decay;
    this.#parameters = parameters;
    this.averages = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, variable(value as Tensor)]),
    );
  }

  /** Takes the parameters after update `step`, which counts from 1. */
  update(step: number): void {
    const weight = 1 - Math.min(this.#decay, (1 + step) / (10 + step));
    for (const [name, average] of Object.entries(this.averages)) {
      const next = lerp(average, this.#parameters[name] as Variable, weight);
      average.assign(next);
      next.dispose();
    }
  }

  dispose(): void {
    for (const average of Object.values(this.averages)) {
      average.dispose();
    }
  }
}

function lerp(a: Tensor, b: Tensor, weight: number): Tensor {
  return hasKernel("UnrollLerp")
    ? runKernel("UnrollLerp", { a, b }, { weight })[0]
    : tidy(() => add(a, mul(sub(b, a), weight)));
}
