import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** A token drawn for each row; see assembly/kernels/sample-tokens.ts. */
export const sampleTokens = defineKernel(
  "UnrollSampleTokens",
  ({ logits, uniforms, banned }, { temperature, topK, topP }, backend: BackendWasm) => {
    const [rows, vocabulary] = logits.shape;
    const runtime = runtimeOf(backend);
    const [logProbabilities, tokens] = runtime.run(
      [[rows], [rows]],
      runtime.module.sampleTokensScratch(vocabulary),
      (scratch, logProbabilities, tokens) =>
        runtime.module.sampleTokens(
          runtime.address(logits),
          runtime.address(uniforms),
          runtime.address(banned),
          rows,
          vocabulary,
          banned?.shape[0] ?? 0,
          temperature,
          topK,
          topP,
          tokens,
          logProbabilities,
          scratch,
        ),
      1,
    );
    return [tokens, logProbabilities];
  },
);
