import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";
import { gateWeights } from "../sequence-weights.ts";

/** LSTM over a whole sequence; see assembly/kernels/lstm.ts. */
export const lstm = defineKernel(
  "UnrollLstm",
  (inputs, { reserve, reverse }, backend: BackendWasm) => {
    const [batch, time, input] = inputs.x.shape;
    const [, hidden] = inputs.weightHh.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const weightIh = gateWeights(runtime, inputs.weightIh, hidden);
    const weightHh = gateWeights(runtime, inputs.weightHh, hidden);
    const outputs = [
      [batch, time, hidden],
      [batch, hidden],
      [batch, hidden],
    ] as const;
    return runtime.run(
      reserve ? [...outputs, [batch, time, 4 * hidden], [batch, time, hidden]] : outputs,
      module.lstmScratch(batch, time, hidden),
      (scratch, y, hN, cN, gates = 0, cells = 0) =>
        module.lstm(
          runtime.address(inputs.x),
          weightIh,
          weightHh,
          runtime.address(inputs.biasIh),
          runtime.address(inputs.biasHh),
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
