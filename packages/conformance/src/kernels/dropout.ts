import type { KernelAttrs } from "@unroll/core";
import { Rng, threefry } from "@unroll/core";
import fc from "fast-check";
import { draw, host, nested, sizeOf } from "../draw/host-tensor.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Parameters {
  shape: number[];
  rate: number;
  skipped: number;
}

const parameters: fc.Arbitrary<Parameters> = fc.record({
  shape: fc.constantFrom([1], [2], [3], [7, 9], [5, 8], [2, 3, 5], [1001]),
  rate: fc.constantFrom(0, 0.1, 0.5, 0.9),
  skipped: fc.constantFrom(0, 1, 2, 7, 100),
});

const seed = 5;

/** The words are those of core's own generator, so the mask is too. */
export const dropoutCase: KernelCase<"UnrollDropout"> = {
  kernel: "UnrollDropout",
  tolerance: "forward",
  variants: [
    variant(
      "any shape and place in the stream",
      parameters,
      [{ shape: [9, 7], rate: 0.5, skipped: 3 }],
      ({ shape, rate, skipped }, random) => ({
        inputs: { x: draw(random, shape) },
        attrs: { rate, ...streamAfter(skipped).take(sizeOf(shape)) },
      }),
    ),
    variant("where the counter's lower word ends", fc.constant({}), [{}], (_, random) => ({
      inputs: { x: draw(random, [37]) },
      attrs: { rate: 0.5, ...Rng.fromSeed(seed).take(1), block: 2 ** 32 - 6 },
    })),
  ],
  reference({ inputs: { x }, attrs }) {
    const out = Array.from(x.data, (value, n) => value * factor(n, attrs));
    return { out: nested(host(x.shape, out)) };
  },
};

/** What element n is multiplied with. */
function factor(n: number, { rate, key0, key1, block }: KernelAttrs<"UnrollDropout">): number {
  const words = new Uint32Array(2);
  const counter = block + Math.floor(n / 2);
  threefry(key0, key1, counter % 2 ** 32, Math.floor(counter / 2 ** 32), words);
  return (words[n % 2] ?? 0) < rate * 2 ** 32 ? 0 : 1 / (1 - rate);
}

function streamAfter(words: number): Rng {
  const rng = Rng.fromSeed(seed);
  for (let n = 0; n < words; n++) rng.nextUint32();
  return rng;
}
