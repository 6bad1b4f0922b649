import { map, type Vector } from "./linear-algebra.ts";

export interface AdamInputs {
  param: Vector;
  grad: Vector;
  m: Vector;
  v: Vector;
  scale: number;
}

export interface AdamOptions {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  decoupled: boolean;
  step: number;
}

/** Adam (Kingma & Ba 2015, algorithm 1) and, decoupled, AdamW (Loshchilov & Hutter 2019, algorithm 2). */
export function adam(inputs: AdamInputs, options: AdamOptions) {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, step } = options;
  const g = map(
    (grad, param) => inputs.scale * grad + (decoupled ? 0 : weightDecay * param),
    inputs.grad,
    inputs.param,
  );
  const m = map((m, g) => beta1 * m + (1 - beta1) * g, inputs.m, g);
  const v = map((v, g) => beta2 * v + (1 - beta2) * g * g, inputs.v, g);
  const param = map(
    (param, m, v) => {
      const mHat = m / (1 - beta1 ** step);
      const vHat = v / (1 - beta2 ** step);
      const decayed = decoupled ? param * (1 - learningRate * weightDecay) : param;
      return decayed - (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
    },
    inputs.param,
    m,
    v,
  );
  return { param, m, v };
}
