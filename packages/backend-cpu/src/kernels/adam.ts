import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/**
 * One update of Adam (Kingma & Ba 2015) or, decoupled, AdamW (Loshchilov & Hutter 2019).
 * param, grad, m, v of one shape, scale [] -> param', m', v' of that shape.
 * g = scale*grad (+ weightDecay*param unless decoupled);
 * m' = b1*m + (1-b1)*g;  v' = b2*v + (1-b2)*g^2;
 * param' = param*(1 - decoupled*lr*weightDecay) - lr/(1-b1^step) * m' / (sqrt(v'/(1-b2^step)) + eps).
 */
export const adam = defineKernel("UnrollAdam", (inputs, attrs, backend: MathBackendCPU) => {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, step } = attrs;
  const param = floats(backend, inputs.param);
  const grad = floats(backend, inputs.grad);
  const m = floats(backend, inputs.m);
  const v = floats(backend, inputs.v);
  const scale = floats(backend, inputs.scale)[0]!;

  const coupledDecay = decoupled ? 0 : weightDecay;
  const keep = decoupled ? 1 - learningRate * weightDecay : 1;
  const stepSize = learningRate / (1 - beta1 ** step);
  const correction2 = 1 / (1 - beta2 ** step);

  const paramNext = new Float32Array(param.length);
  const mNext = new Float32Array(param.length);
  const vNext = new Float32Array(param.length);
  for (let n = 0; n < param.length; n++) {
    const p = param[n]!;
    const g = scale * grad[n]! + coupledDecay * p;
    const m1 = beta1 * m[n]! + (1 - beta1) * g;
    const v1 = beta2 * v[n]! + (1 - beta2) * g * g;
    mNext[n] = m1;
    vNext[n] = v1;
    paramNext[n] = keep * p - (stepSize * m1) / (Math.sqrt(v1 * correction2) + epsilon);
  }
  const { shape } = inputs.param;
  return [
    makeTensor(backend, shape, paramNext),
    makeTensor(backend, shape, mNext),
    makeTensor(backend, shape, vNext),
  ];
});
