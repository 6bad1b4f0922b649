import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gateWeights } from "../sequence-weights.ts";

/** SSRU over a whole sequence; see assembly/kernels/ssru.ts. */
export const ssru = defineKernel(
  "UnrollSsru",
  (inputs, { reserve, reverse }, backend: BackendWasm) => {
    const [batch, time, input] = inputs.x.shape;
    const hidden = inputs.weightIh.shape[0] / 2;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightIh = gateWeights(runtime, inputs.weightIh, hidden);
    const outputs = [
      [batch, time, hidden],
      [batch, hidden],
      [batch, hidden],
    ] as const;
    return runtime.run(
      reserve ? [...outputs, [batch, time, 2 * hidden], [batch, time, hidden]] : outputs,
      module.ssruScratch(batch, time, hidden),
      (scratch, y, hN, cN, gates = 0, cells = 0) =>
        module.ssru(
          runtime.address(inputs.x),
          weightIh,
          runtime.address(inputs.biasIh),
          runtime.address(inputs.h0),
          runtime.address(inputs.c0),
          runtime.address(inputs.lengths),
          batch,
          time,
          input,
          hidden,
          reverse,
          y,
          hN,
          cN,
          gates,
          cells,
          scratch,
        ),
    );
  },
);
