import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { util } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** One update of RMSprop; see assembly/kernels/rmsprop.ts. */
export const rmsprop = defineKernel("UnrollRmsprop", (inputs, attrs, backend: BackendWasm) => {
  const { learningRate, alpha, epsilon, momentum, weightDecay } = attrs;
  const { shape } = inputs.param;
  const runtime = runtimeOf(backend);
  return runtime.run([shape, shape, shape], 0, (_scratch, param, square, velocity) =>
    runtime.module.rmsprop(
      runtime.address(inputs.param),
      runtime.address(inputs.grad),
      runtime.address(inputs.square),
      runtime.address(inputs.velocity),
      runtime.address(inputs.scale),
      util.sizeFromShape(shape),
      learningRate,
      alpha,
      epsilon,
      momentum,
      weightDecay,
      param,
      square,
      velocity,
    ),
  );
});
