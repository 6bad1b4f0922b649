import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** The parts of a tensor on its last axis; see assembly/kernels/copy-columns.ts. */
export const split = defineKernel("UnrollSplit", ({ whole }, { sizes }, backend: BackendWasm) => {
  const leading = whole.shape.slice(0, -1);
  const rows = leading.reduce((count, size) => count * size, 1);
  const width = whole.shape.at(-1) as number;
  const runtime = runtimeOf(backend);
  const shapes = sizes.map((size) => [...leading, size]);
  return runtime.run(shapes, 0, (_scratch, ...parts) => {
    let from = runtime.address(whole);
    for (const [place, part] of parts.entries()) {
      const size = sizes[place] as number;
      runtime.module.copyColumns(rows, size, from, 4 * width, part, 4 * size);
      from += 4 * size;
    }
  });
});
