import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gateWeights, gruWeights } from "../sequence-weights.ts";

/** GRU over a whole sequence; see assembly/kernels/gru.ts. */
export const gru = defineKernel(
  "UnrollGru",
  (inputs, { reserve, resetAfter, reverse }, backend: BackendWasm) => {
    const [batch, time, input] = inputs.x.shape;
    const [, hidden] = inputs.weightHh.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightIh = gateWeights(runtime, inputs.weightIh, hidden);
    const weightHh = gruWeights(runtime, inputs.weightHh, hidden);
    const outputs = [
      [batch, time, hidden],
      [batch, hidden],
    ] as const;
    return runtime.run(
      reserve ? [...outputs, [batch, time, 3 * hidden], [batch, time, hidden]] : outputs,
      module.gruScratch(batch, time, hidden),
      (scratch, y, hN, gates = 0, hiddens = 0) =>
        module.gru(
          runtime.address(inputs.x),
          weightIh,
          weightHh.rz,
          weightHh.n,
          runtime.address(inputs.biasIh),
          runtime.address(inputs.biasHh),
          runtime.address(inputs.h0),
          runtime.address(inputs.lengths),
          batch,
          time,
          input,
          hidden,
          reverse,
          resetAfter,
          y,
          hN,
          gates,
          hiddens,
          scratch,
        ),
    );
  },
);
