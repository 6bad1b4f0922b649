import { map, type Vector } from "./linear-algebra.ts";

export interface SgdInputs {
  param: Vector;
  grad: Vector;
  velocity: Vector;
  scale: number;
}

export interface SgdOptions {
  learningRate: number;
  momentum: number;
  nesterov: boolean;
  weightDecay: number;
}

/** SGD with momentum as torch.optim.SGD writes it, without dampening. */
export function sgd(inputs: SgdInputs, options: SgdOptions) {
  const { learningRate, momentum, nesterov, weightDecay } = options;
  const g = map(
    (grad, param) => inputs.scale * grad + weightDecay * param,
    inputs.grad,
    inputs.param,
  );
  const velocity = map((velocity, g) => momentum * velocity + g, inputs.velocity, g);
  const direction = nesterov
    ? map((g, velocity) => g + momentum * velocity, g, velocity)
    : velocity;
  const param = map((param, d) => param - learningRate * d, inputs.param, direction);
  return { param, velocity };
}
