import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gateWeightsBack } from "../sequence-weights.ts";

/** Gradient of the LSTM; see assembly/kernels/lstm-grad.ts. */
export const lstmGrad = defineKernel(
  "UnrollLstmGrad",
  (inputs, { reverse }, backend: BackendWasm) => {
    const [batch, time, hidden] = inputs.cells.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightHh = gateWeightsBack(runtime, inputs.weightHh, hidden);
    return runtime.run(
      [
        [batch, time, 4 * hidden],
        [batch, hidden],
        [batch, hidden],
      ],
      module.lstmGradScratch(batch, time, hidden),
      (scratch, dGates, dh0, dc0) =>
        module.lstmGrad(
          runtime.address(inputs.dy),
          runtime.address(inputs.dhN),
          runtime.address(inputs.dcN),
          runtime.address(inputs.gates),
          runtime.address(inputs.cells),
          runtime.address(inputs.c0),
          weightHh,
          runtime.address(inputs.lengths),
          batch,
          time,
          hidden,
          reverse,
          dGates,
          dh0,
          dc0,
          scratch,
        ),
    );
  },
);
