import { productFlops } from "../../cases/work.ts";
import { localContender } from "../task.ts";
import { assemble, flopsPerRound } from "./assemble.ts";

const relaxed = WebAssembly.validate(assemble(true));

/**
 * The machine's limit as a contender: as many multiplications and additions as the product has, in
 * registers. What a product takes longer than this goes to memory and packing.
 */
export const limit = localContender(relaxed ? "f32x4.relaxed_madd" : "f32x4.mul, add", (work) => {
  if (work.mode !== "product") {
    throw new RangeError(`limit: the mode must be product, got ${work.mode}.`);
  }
  const module = new WebAssembly.Module(assemble(relaxed));
  const { run: loop } = new WebAssembly.Instance(module).exports as {
    run: (rounds: number) => number;
  };
  const rounds = Math.max(1, Math.round(productFlops(work) / flopsPerRound(relaxed)));
  return {
    results: async () => ({}),
    run: async () => loop(rounds),
    dispose: () => undefined,
  };
});
