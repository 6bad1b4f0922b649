import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gateWeights } from "../sequence-weights.ts";

/** Elman network over a whole sequence; see assembly/kernels/elman.ts. */
export const elman = defineKernel(
  "UnrollElman",
  (inputs, { nonlinearity, reverse }, backend: BackendWasm) => {
    const [batch, time, input] = inputs.x.shape;
    const [, hidden] = inputs.weightHh.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightIh = gateWeights(runtime, inputs.weightIh, hidden);
    const weightHh = gateWeights(runtime, inputs.weightHh, hidden);
    return runtime.run(
      [
        [batch, time, hidden],
        [batch, hidden],
      ],
      module.elmanScratch(batch, time, hidden),
      (scratch, y, hN) =>
        module.elman(
          runtime.address(inputs.x),
          weightIh,
          weightHh,
          runtime.address(inputs.biasIh),
          runtime.address(inputs.biasHh),
          runtime.address(inputs.h0),
          runtime.address(inputs.lengths),
          batch,
          time,
          input,
          hidden,
          reverse,
          nonlinearity === "relu",
          y,
          hN,
          scratch,
        ),
    );
  },
);
