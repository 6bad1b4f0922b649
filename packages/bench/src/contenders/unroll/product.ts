import { tensor2d } from "@tensorflow/tfjs-core";
import { matMul } from "@unroll/core";
import type { ProductWork } from "../../cases/work.ts";
import { makeProductStart } from "../../start/product-start.ts";
import { read } from "../read.ts";
import type { Task } from "../task.ts";

export function product(work: ProductWork): Task {
  const start = makeProductStart(work);
  const [a, b] = [tensor2d(start.a, start.aShape), tensor2d(start.b, start.bShape)];
  const run = () => read(() => matMul(a, b, work));
  return {
    results: async () => ({ product: await run() }),
    run,
    dispose: () => {
      a.dispose();
      b.dispose();
    },
  };
}
