import { add, mul, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireOption, requirePositive } from "./check-options.ts";
import type { OptimizerRule } from "./optimizer-rule.ts";

export interface SgdOptions {
  learningRate: number;
  /** Default 0. */
  momentum?: number | undefined;
  /** Default false. */
  nesterov?: boolean | undefined;
  /** Default 0. */
  weightDecay?: number | undefined;
}

/**
 * Stochastic gradient descent with momentum, as torch.optim.SGD.
 *
 * @example
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 */
export function sgd(options: SgdOptions): OptimizerRule {
  const {
    learningRate,
    momentum = 0,
    nesterov = false,
    weightDecay = 0,
  } = requireOptions("sgd", options, "{ learningRate: 0.1 }");
  requirePositive("sgd", "learningRate", learningRate);
  requireOption("sgd", "momentum", momentum, momentum >= 0 && momentum < 1, "from 0 to below 1");
  requireOption("sgd", "weightDecay", weightDecay, weightDecay >= 0, "0 or more");
  const fixed = { momentum, nesterov, weightDecay };
  return {
    name: "sgd",
    learningRate,
    slots: ["velocity"],
    config: { learningRate, ...fixed },
    update({ param, grad, slots, scale, learningRate: rate }) {
      const [velocity] = slots as [Tensor];
      if (hasKernel("UnrollSgd")) {
        const attrs = { ...fixed, learningRate: rate };
        return runKernel("UnrollSgd", { param, grad, velocity, scale }, attrs);
      }
      return tidy(() => {
        const g = add(mul(grad, scale), mul(param, weightDecay));
        const next = add(mul(velocity, momentum), g);
        const direction = nesterov ? add(g, mul(next, momentum)) : next;
        return [sub(param, mul(direction, rate)), next];
      });
    },
  };
}
