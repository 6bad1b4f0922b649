import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Tensors side by side on their last axis; see assembly/kernels/copy-columns.ts. */
export const concat = defineKernel("UnrollConcat", (inputs, _attrs, backend: BackendWasm) => {
  const parts = Object.values(inputs);
  const sizes = parts.map(({ shape }) => shape.at(-1) as number);
  const leading = parts[0]?.shape.slice(0, -1) ?? [];
  const rows = leading.reduce((count, size) => count * size, 1);
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const runtime = runtimeOf(backend);
  return runtime.run([[...leading, width]], 0, (_scratch, whole) => {
    let to = whole;
    for (const [place, part] of parts.entries()) {
      const size = sizes[place] as number;
      const from = runtime.address(part);
      runtime.module.copyColumns(rows, size, from, 4 * size, to, 4 * width);
      to += 4 * size;
    }
  });
});
