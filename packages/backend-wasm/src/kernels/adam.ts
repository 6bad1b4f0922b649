import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { util } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** One update of Adam or AdamW; see assembly/kernels/adam.ts. */
export const adam = defineKernel("UnrollAdam", (inputs, attrs, backend: BackendWasm) => {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, step } = attrs;
  const { shape } = inputs.param;
  const runtime = runtimeOf(backend);
  return runtime.run([shape, shape, shape], 0, (_scratch, param, m, v) =>
    runtime.module.adam(
      runtime.address(inputs.param),
      runtime.address(inputs.grad),
      runtime.address(inputs.m),
      runtime.address(inputs.v),
      runtime.address(inputs.scale),
      util.sizeFromShape(shape),
      beta1,
      beta2,
      epsilon,
      decoupled ? 0 : weightDecay,
      decoupled ? 1 - learningRate * weightDecay : 1,
      learningRate / (1 - beta1 ** step),
      1 / (1 - beta2 ** step),
      param,
      m,
      v,
    ),
  );
});
