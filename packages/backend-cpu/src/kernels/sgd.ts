import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/**
 * One update of SGD with momentum, as torch.optim.SGD without dampening (Sutskever 2013).
 * param, grad, velocity of one shape, scale [] -> param', velocity' of that shape.
 * g = scale*grad + weightDecay*param;  velocity' = momentum*velocity + g;
 * param' = param - lr*(nesterov ? g + momentum*velocity' : velocity').
 */
export const sgd = defineKernel("UnrollSgd", (inputs, attrs, backend: MathBackendCPU) => {
  const { learningRate, momentum, nesterov, weightDecay } = attrs;
  const param = floats(backend, inputs.param);
  const grad = floats(backend, inputs.grad);
  const velocity = floats(backend, inputs.velocity);
  const scale = floats(backend, inputs.scale)[0]!;

  const paramNext = new Float32Array(param.length);
  const velocityNext = new Float32Array(param.length);
  for (let n = 0; n < param.length; n++) {
    const p = param[n]!;
    const g = scale * grad[n]! + weightDecay * p;
    const v = momentum * velocity[n]! + g;
    velocityNext[n] = v;
    paramNext[n] = p - learningRate * (nesterov ? g + momentum * v : v);
  }
  const { shape } = inputs.param;
  return [makeTensor(backend, shape, paramNext), makeTensor(backend, shape, velocityNext)];
});
