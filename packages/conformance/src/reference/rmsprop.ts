import { map, type Vector } from "./linear-algebra.ts";

export interface RmspropInputs {
  param: Vector;
  grad: Vector;
  square: Vector;
  velocity: Vector;
  scale: number;
}

export interface RmspropOptions {
  learningRate: number;
  alpha: number;
  epsilon: number;
  momentum: number;
  weightDecay: number;
}

/** RMSprop (Tieleman & Hinton 2012) as torch.optim.RMSprop writes it, not centered. */
export function rmsprop(inputs: RmspropInputs, options: RmspropOptions) {
  const { learningRate, alpha, epsilon, momentum, weightDecay } = options;
  const g = map(
    (grad, param) => inputs.scale * grad + weightDecay * param,
    inputs.grad,
    inputs.param,
  );
  const square = map((square, g) => alpha * square + (1 - alpha) * g * g, inputs.square, g);
  const velocity = map(
    (velocity, g, square) => momentum * velocity + g / (Math.sqrt(square) + epsilon),
    inputs.velocity,
    g,
    square,
  );
  const param = map((param, velocity) => param - learningRate * velocity, inputs.param, velocity);
  return { param, square, velocity };
}
