import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { util } from "@tensorflow/tfjs-core";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

const WORDS = 2 ** 32;

/** Dropout; see assembly/kernels/dropout.ts. */
export const dropout = defineKernel(
  "UnrollDropout",
  ({ x }, { rate, key0, key1, block }, backend: BackendWasm) => {
    const size = util.sizeFromShape(x.shape);
    const threshold = Math.min(Math.ceil(rate * WORDS), WORDS - 1);
    const runtime = runtimeOf(backend);
    return runtime.run([x.shape], 0, (_scratch, out) => {
      // The upper word of the counter stands still in a call, so there may have to be two.
      let start = 0;
      while (start < size) {
        const first = block + start / 2;
        const [low, high] = [first % WORDS, Math.floor(first / WORDS)];
        const count = Math.min(size - start, 2 * (WORDS - low));
        runtime.module.dropout(
          runtime.address(x) + 4 * start,
          count,
          key0,
          key1,
          low,
          high,
          threshold,
          1 / (1 - rate),
          out + 4 * start,
        );
        start += count;
      }
    });
  },
);
