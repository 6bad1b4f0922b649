import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gruWeightsBack } from "../sequence-weights.ts";

/** Gradient of the GRU; see assembly/kernels/gru-grad.ts. */
export const gruGrad = defineKernel(
  "UnrollGruGrad",
  (inputs, { resetAfter, reverse }, backend: BackendWasm) => {
    const [batch, time, hidden] = inputs.previous.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightHh = gruWeightsBack(runtime, inputs.weightHh, hidden);
    return runtime.run(
      [
        [batch, time, 3 * hidden],
        [batch, time, 3 * hidden],
        [batch, hidden],
      ],
      module.gruGradScratch(batch, time, hidden),
      (scratch, dGates, dHidden, dh0) =>
        module.gruGrad(
          runtime.address(inputs.dy),
          runtime.address(inputs.dhN),
          runtime.address(inputs.gates),
          runtime.address(inputs.hidden),
          runtime.address(inputs.previous),
          weightHh.rz,
          weightHh.n,
          runtime.address(inputs.lengths),
          batch,
          time,
          hidden,
          reverse,
          resetAfter,
          dGates,
          dHidden,
          dh0,
          scratch,
        ),
    );
  },
);
