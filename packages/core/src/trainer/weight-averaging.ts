import { add, mul, sub, type Tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { type Parameters, trainableOf } from "../module/module.ts";

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
  readonly #averages: Record<string, Variable> = {};

  constructor(decay: number, parameters: Parameters) {
    this.#decay = decay;
    this.#parameters = parameters;
    this.followFreezing();
  }

  /** The averages, by the parameters' names. Frozen ones have none. */
  get averages(): Parameters {
    return this.#averages;
  }

  /** Begins an average of parameters that have been unfrozen, and frees those of frozen ones. */
  followFreezing(): void {
    const trainable = trainableOf(this.#parameters);
    for (const [name, average] of Object.entries(this.#averages)) {
      if (!(name in trainable)) {
        average.dispose();
        delete this.#averages[name];
      }
    }
    for (const [name, value] of Object.entries(trainable)) {
      this.#averages[name] ??= variable(value as Tensor);
    }
  }

  /** Takes the parameters after update `step`, which counts from 1. */
  update(step: number): void {
    const weight = 1 - Math.min(this.#decay, (1 + step) / (10 + step));
    for (const [name, average] of Object.entries(this.#averages)) {
      const next = lerp(average, this.#parameters[name] as Variable, weight);
      average.assign(next);
      next.dispose();
    }
  }

  /** Writes the averages into the parameters. */
  assign(): void {
    for (const [name, average] of Object.entries(this.#averages)) {
      this.#parameters[name]?.assign(average);
    }
  }

  dispose(): void {
    for (const average of Object.values(this.#averages)) {
      average.dispose();
    }
  }
}

function lerp(a: Tensor, b: Tensor, weight: number): Tensor {
  return hasKernel("UnrollLerp")
    ? runKernel("UnrollLerp", { a, b }, { weight })[0]
    : tidy(() => add(a, mul(sub(b, a), weight)));
}
