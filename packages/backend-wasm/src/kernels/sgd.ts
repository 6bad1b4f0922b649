import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { util } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** One update of SGD with momentum; see assembly/kernels/sgd.ts. */
export const sgd = defineKernel("UnrollSgd", (inputs, attrs, backend: BackendWasm) => {
  const { learningRate, momentum, nesterov, weightDecay } = attrs;
  const { shape } = inputs.param;
  const runtime = runtimeOf(backend);
  return runtime.run([shape, shape], 0, (_scratch, param, velocity) =>
    runtime.module.sgd(
      runtime.address(inputs.param),
      runtime.address(inputs.grad),
      runtime.address(inputs.velocity),
      runtime.address(inputs.scale),
      util.sizeFromShape(shape),
      learningRate,
      momentum,
      nesterov,
      weightDecay,
      param,
      velocity,
    ),
  );
});
