import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { defineKernel } from "@unroll/core";
import { runtimeOf } from "../runtime.ts";

/** Pools over the valid steps of each row; see assembly/kernels/pool.ts. */
export const pool = defineKernel(
  "UnrollPool",
  ({ y, lengths }, { pooling }, backend: BackendWasm) => {
    const [batch, time, size] = y.shape;
    const runtime = runtimeOf(backend);
    const { module } = runtime;
    const input = () => [runtime.address(y), runtime.address(lengths), batch, time, size] as const;
    if (pooling === "max") {
      const shape = [batch, size] as const;
      return runtime.run(
        [shape, shape],
        0,
        (_, to, steps) => module.poolMax(...input(), to, steps),
        1,
      );
    }
    return runtime.run([[batch, size]], 0, (_, to) =>
      pooling === "mean" ? module.poolMean(...input(), to) : module.poolLast(...input(), to),
    );
  },
);
