import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gateWeightsBack } from "../sequence-weights.ts";

/** Gradient of the Elman network; see assembly/kernels/elman-grad.ts. */
export const elmanGrad = defineKernel(
  "UnrollElmanGrad",
  (inputs, { nonlinearity, reverse }, backend: BackendWasm) => {
    const [batch, time, hidden] = inputs.y.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightHh = gateWeightsBack(runtime, inputs.weightHh, hidden);
    return runtime.run(
      [
        [batch, time, hidden],
        [batch, hidden],
      ],
      module.elmanGradScratch(batch, time, hidden),
      (scratch, dGates, dh0) =>
        module.elmanGrad(
          runtime.address(inputs.dy),
          runtime.address(inputs.dhN),
          runtime.address(inputs.y),
          weightHh,
          runtime.address(inputs.lengths),
          batch,
          time,
          hidden,
          reverse,
          nonlinearity === "relu",
          dGates,
          dh0,
          scratch,
        ),
    );
  },
);
