import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** The best continuations of each input's hypotheses; see assembly/kernels/top-tokens.ts. */
export const topTokens = defineKernel(
  "UnrollTopTokens",
  ({ logits, scores, banned }, { count }, backend: BackendWasm) => {
    const [batch, hypotheses] = scores.shape;
    const runtime = runtimeOf(backend);
    const found = [batch, count] as const;
    return runtime.run(
      [found, found],
      runtime.module.topTokensScratch(count),
      (scratch, best, places) =>
        runtime.module.topTokens(
          runtime.address(logits),
          runtime.address(scores),
          runtime.address(banned),
          batch,
          hypotheses,
          logits.shape[1],
          banned?.shape[0] ?? 0,
          count,
          best,
          places,
          scratch,
        ),
      1,
    );
  },
);
