import { matMul, tensor2d, version_core } from "@tensorflow/tfjs-core";
import { makeProductStart } from "../start/product-start.ts";
import { read } from "./read.ts";
import { localContender } from "./task.ts";

/** tfjs' own product, on the tfjs backend in use. */
export const tfjs = localContender(version_core, (work) => {
  if (work.mode !== "product") {
    throw new RangeError(`tfjs: the mode must be product, got ${work.mode}.`);
  }
  const start = makeProductStart(work);
  const [a, b] = [tensor2d(start.a, start.aShape), tensor2d(start.b, start.bShape)];
  const run = () => read(() => matMul(a, b, work.transposeA, work.transposeB));
  return {
    results: async () => ({ product: await run() }),
    run,
    dispose: () => {
      a.dispose();
      b.dispose();
    },
  };
});
