import fc from "fast-check";
import { draw, type HostTensor, matrix, vector } from "../draw/host-tensor.ts";
import { add, type Matrix } from "../reference/linear-algebra.ts";
import { product } from "../reference/product.ts";
import { type KernelCase, variant } from "./kernel-case.ts";
import { transposes } from "./transposes.ts";

interface Sizes {
  m: number;
  k: number;
  n: number;
  withBias: boolean;
}

const size = fc.constantFrom(1, 2, 3, 4, 5, 8, 9, 31, 64, 65, 130);
const sizes: fc.Arbitrary<Sizes> = fc.record({
  ...{ m: size, k: size, n: size },
  withBias: fc.boolean(),
});
const certain: [Sizes, ...Sizes[]] = [
  { m: 6, k: 9, n: 7, withBias: true },
  { m: 1, k: 1, n: 1, withBias: false },
  { m: 1, k: 130, n: 67, withBias: true },
  { m: 67, k: 3, n: 1, withBias: false },
  { m: 70, k: 129, n: 65, withBias: true },
  { m: 131, k: 263, n: 523, withBias: false }, // more than a block of each, where there are blocks
  { m: 19, k: 613, n: 5, withBias: false }, // tall operands, as weights' gradients have them
];

export const matMulCase: KernelCase<"UnrollMatMul"> = {
  kernel: "UnrollMatMul",
  tolerance: "forward",
  variants: transposes.map(({ name, attrs }) =>
    variant(name, sizes, certain, ({ m, k, n, withBias }, random) => ({
      inputs: {
        a: draw(random, attrs.transposeA ? [k, m] : [m, k]),
        b: draw(random, attrs.transposeB ? [n, k] : [k, n]),
        ...(withBias && { bias: draw(random, [n]) }),
      },
      attrs,
    })),
  ),
  // A sum of k terms of order 1 is of order √k.
  scale: ({ inputs, attrs }) => Math.sqrt(inputs.a.shape[attrs.transposeA ? 0 : 1] ?? 1),
  reference: ({ inputs, attrs }) => ({
    product: withBias(product({ a: matrix(inputs.a), b: matrix(inputs.b) }, attrs), inputs.bias),
  }),
};

function withBias(matrix: Matrix, bias: HostTensor | undefined): Matrix {
  return bias ? matrix.map((row) => add(row, vector(bias))) : matrix;
}
