import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** The state every step started from; see assembly/kernels/previous-states.ts. */
export const previousStates = defineKernel(
  "UnrollPreviousStates",
  ({ y, h0, lengths }, { reverse }, backend: BackendWasm) => {
    const [batch, time, hidden] = y.shape;
    const runtime = runtimeOf(backend);
    return runtime.run([y.shape], 0, (_scratch, previous) =>
      runtime.module.previousStates(
        runtime.address(y),
        runtime.address(h0),
        runtime.address(lengths),
        batch,
        time,
        hidden,
        reverse,
        previous,
      ),
    );
  },
);
