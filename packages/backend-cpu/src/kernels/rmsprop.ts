import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/**
 * One update of RMSprop (Tieleman & Hinton 2012), as torch.optim.RMSprop.
 * param, grad, square, velocity of one shape, scale [] -> param', square', velocity' of that shape.
 * g = scale*grad + weightDecay*param;  square' = alpha*square + (1-alpha)*g^2;
 * velocity' = momentum*velocity + g/(sqrt(square') + eps);  param' = param - lr*velocity'.
 */
export const rmsprop = defineKernel("UnrollRmsprop", (inputs, attrs, backend: MathBackendCPU) => {
  const { learningRate, alpha, epsilon, momentum, weightDecay } = attrs;
  const param = floats(backend, inputs.param);
  const grad = floats(backend, inputs.grad);
  const square = floats(backend, inputs.square);
  const velocity = floats(backend, inputs.velocity);
  const scale = floats(backend, inputs.scale)[0]!;

  const paramNext = new Float32Array(param.length);
  const squareNext = new Float32Array(param.length);
  const velocityNext = new Float32Array(param.length);
  for (let n = 0; n < param.length; n++) {
    const p = param[n]!;
    const g = scale * grad[n]! + weightDecay * p;
    const s = alpha * square[n]! + (1 - alpha) * g * g;
    const v = momentum * velocity[n]! + g / (Math.sqrt(s) + epsilon);
    squareNext[n] = s;
    velocityNext[n] = v;
    paramNext[n] = p - learningRate * v;
  }
  const { shape } = inputs.param;
  return [
    makeTensor(backend, shape, paramNext),
    makeTensor(backend, shape, squareNext),
    makeTensor(backend, shape, velocityNext),
  ];
});
