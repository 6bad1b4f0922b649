import { add, div, mul, sqrt, square, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireOption, requirePositive } from "./check-options.ts";
import type { OptimizerRule, UpdateInputs } from "./optimizer-rule.ts";

export interface AdamOptions {
  /** Default 0.001. */
  learningRate?: number | undefined;
  /** Default 0.9. */
  beta1?: number | undefined;
  /** Default 0.999. */
  beta2?: number | undefined;
  /** Default 1e-8. */
  epsilon?: number | undefined;
  /** Default 0 for adam, 0.01 for adamW. */
  weightDecay?: number | undefined;
}

/**
 * Adam: steps of about the learning rate, whatever the scale of the gradients. Weight decay is added to the
 * gradient, as in torch.optim.Adam.  Source: Kingma & Ba 2015.
 *
 * @example
 * const optimizer = adam({ learningRate: 0.003 });
 * console.log(optimizer.name, optimizer.slots); // adam [ 'm', 'v' ]
 */
export function adam(options: AdamOptions = {}): OptimizerRule {
  return adamRule("adam", options, 0, false);
}

/**
 * Adam with weight decay apart from the gradient, as torch.optim.AdamW.  Source: Loshchilov & Hutter 2019.
 *
 * @example
 * const optimizer = adamW({ learningRate: 0.001, weightDecay: 0.01 });
 */
export function adamW(options: AdamOptions = {}): OptimizerRule {
  return adamRule("adamW", options, 0.01, true);
}

function adamRule(
  name: string,
  options: AdamOptions,
  defaultDecay: number,
  decoupled: boolean,
): OptimizerRule {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const weightDecay = options.weightDecay ?? defaultDecay;
  requirePositive(name, "learningRate", learningRate);
  requirePositive(name, "epsilon", epsilon);
  requireOption(name, "beta1", beta1, beta1 >= 0 && beta1 < 1, "from 0 to below 1");
  requireOption(name, "beta2", beta2, beta2 >= 0 && beta2 < 1, "from 0 to below 1");
  requireOption(name, "weightDecay", weightDecay, weightDecay >= 0, "0 or more");
  const fixed = { beta1, beta2, epsilon, weightDecay, decoupled };
  return {
    name,
    learningRate,
    slots: ["m", "v"],
    config: { learningRate, ...fixed },
    update({ param, grad, slots, scale, learningRate: rate, step }) {
      const [m, v] = slots as [Tensor, Tensor];
      const attrs = { ...fixed, learningRate: rate, step };
      return hasKernel("UnrollAdam")
        ? runKernel("UnrollAdam", { param, grad, m, v, scale }, attrs)
        : tidy(() => composedAdam({ param, grad, slots, scale, learningRate: rate, step }, fixed));
    },
  };
}

interface AdamConstants {
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  decoupled: boolean;
}

function composedAdam(inputs: UpdateInputs, constants: AdamConstants): Tensor[] {
  const { param, grad, slots, scale, learningRate, step } = inputs;
  const { beta1, beta2, epsilon, weightDecay, decoupled } = constants;
  const [m, v] = slots as [Tensor, Tensor];
  const scaled = mul(grad, scale);
  const g = decoupled ? scaled : add(scaled, mul(param, weightDecay));
  const mNext = add(mul(m, beta1), mul(g, 1 - beta1));
  const vNext = add(mul(v, beta2), mul(square(g), 1 - beta2));
  const denominator = add(sqrt(div(vNext, 1 - beta2 ** step)), epsilon);
  const delta = mul(div(mNext, denominator), learningRate / (1 - beta1 ** step));
  const decayed = decoupled ? mul(param, 1 - learningRate * weightDecay) : param;
  return [sub(decayed, delta), mNext, vNext];
}
