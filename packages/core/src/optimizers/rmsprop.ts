import { add, div, mul, sqrt, square, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireOption, requirePositive } from "./check-options.ts";
import type { OptimizerRule } from "./optimizer-rule.ts";

export interface RmspropOptions {
  /** Default 0.01. */
  learningRate?: number | undefined;
  /** Default 0.99. */
  alpha?: number | undefined;
  /** Default 1e-8. */
  epsilon?: number | undefined;
  /** Default 0. */
  momentum?: number | undefined;
  /** Default 0. */
  weightDecay?: number | undefined;
}

/**
 * RMSprop: the gradient over the root of its mean square, as torch.optim.RMSprop.  Source: Tieleman & Hinton
 * 2012.
 *
 * @example
 * const optimizer = rmsprop({ learningRate: 0.001, momentum: 0.9 });
 */
export function rmsprop(options: RmspropOptions = {}): OptimizerRule {
  const { learningRate = 0.01, alpha = 0.99, epsilon = 1e-8 } = options;
  const { momentum = 0, weightDecay = 0 } = options;
  requirePositive("rmsprop", "learningRate", learningRate);
  requirePositive("rmsprop", "epsilon", epsilon);
  requireOption("rmsprop", "alpha", alpha, alpha >= 0 && alpha < 1, "from 0 to below 1");
  requireOption(
    "rmsprop",
    "momentum",
    momentum,
    momentum >= 0 && momentum < 1,
    "from 0 to below 1",
  );
  requireOption("rmsprop", "weightDecay", weightDecay, weightDecay >= 0, "0 or more");
  const fixed = { alpha, epsilon, momentum, weightDecay };
  return {
    name: "rmsprop",
    learningRate,
    slots: ["square", "velocity"],
    config: { learningRate, ...fixed },
    update({ param, grad, slots, scale, learningRate: rate }) {
      const [squareAverage, velocity] = slots as [Tensor, Tensor];
      if (hasKernel("UnrollRmsprop")) {
        const inputs = { param, grad, square: squareAverage, velocity, scale };
        return runKernel("UnrollRmsprop", inputs, { ...fixed, learningRate: rate });
      }
      return tidy(() => {
        const g = add(mul(grad, scale), mul(param, weightDecay));
        const nextSquare = add(mul(squareAverage, alpha), mul(square(g), 1 - alpha));
        const ratio = div(g, add(sqrt(nextSquare), epsilon));
        const nextVelocity = add(mul(velocity, momentum), ratio);
        return [sub(param, mul(nextVelocity, rate)), nextSquare, nextVelocity];
      });
    },
  };
}
