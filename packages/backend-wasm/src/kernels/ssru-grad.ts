import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Gradient of the SSRU; see assembly/kernels/ssru-grad.ts. */
export const ssruGrad = defineKernel(
  "UnrollSsruGrad",
  (inputs, { reverse }, backend: BackendWasm) => {
    const [batch, time, hidden] = inputs.cells.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    return runtime.run(
      [
        [batch, time, 2 * hidden],
        [batch, hidden],
        [batch, hidden],
      ],
      module.ssruGradScratch(batch, time, hidden),
      (scratch, dGates, dh0, dc0) =>
        module.ssruGrad(
          runtime.address(inputs.dy),
          runtime.address(inputs.dhN),
          runtime.address(inputs.dcN),
          runtime.address(inputs.gates),
          runtime.address(inputs.cells),
          runtime.address(inputs.c0),
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
