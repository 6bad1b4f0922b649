import fc from "fast-check";
import { cube, draw } from "../draw/host-tensor.ts";
import { at } from "../reference/linear-algebra.ts";
import { product } from "../reference/product.ts";
import { type KernelCase, variant } from "./kernel-case.ts";
import { transposes } from "./transposes.ts";

interface Sizes {
  batch: number;
  m: number;
  k: number;
  n: number;
}

const size = fc.constantFrom(1, 2, 3, 4, 5, 8, 17, 33);
const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.constantFrom(1, 2, 5),
  ...{ m: size, k: size, n: size },
});
const certain: [Sizes, ...Sizes[]] = [
  { batch: 3, m: 6, k: 9, n: 7 },
  { batch: 1, m: 1, k: 1, n: 1 },
  { batch: 4, m: 1, k: 66, n: 37 }, // one step of a decoder
  { batch: 2, m: 67, k: 5, n: 70 },
  { batch: 2, m: 3, k: 530, n: 2 },
];

export const batchMatMulCase: KernelCase<"UnrollBatchMatMul"> = {
  kernel: "UnrollBatchMatMul",
  tolerance: "forward",
  variants: transposes.map(({ name, attrs }) =>
    variant(name, sizes, certain, ({ batch, m, k, n }, random) => ({
      inputs: {
        a: draw(random, attrs.transposeA ? [batch, k, m] : [batch, m, k]),
        b: draw(random, attrs.transposeB ? [batch, n, k] : [batch, k, n]),
      },
      attrs,
    })),
  ),
  // A sum of k terms of order 1 is of order √k.
  scale: ({ inputs, attrs }) => Math.sqrt(inputs.a.shape[attrs.transposeA ? 1 : 2] ?? 1),
  reference({ inputs, attrs }) {
    const rights = cube(inputs.b);
    return { product: cube(inputs.a).map((a, row) => product({ a, b: at(rights, row) }, attrs)) };
  },
};
