import fc from "fast-check";
import { draw, type HostTensor, host, matrix, type Nested, nested } from "../draw/host-tensor.ts";
import { concat, split } from "../reference/concat.ts";
import type { Matrix } from "../reference/linear-algebra.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Parameters {
  leading: number[];
  sizes: number[];
}

const parameters: fc.Arbitrary<Parameters> = fc.record({
  leading: fc.constantFrom([], [1], [5], [3, 4], [2, 33]),
  sizes: fc.array(fc.constantFrom(1, 2, 3, 4, 5, 8, 13, 64, 67), { minLength: 1, maxLength: 4 }),
});
const certain: [Parameters, ...Parameters[]] = [
  { leading: [4, 3], sizes: [5, 2, 9] },
  { leading: [1], sizes: [1] },
  { leading: [7], sizes: [66, 131] },
  { leading: [], sizes: [3, 6] },
];

export const concatCase: KernelCase<"UnrollConcat"> = {
  kernel: "UnrollConcat",
  tolerance: "forward",
  variants: [
    variant("any sizes", parameters, certain, ({ leading, sizes }, random) => ({
      inputs: Object.fromEntries(
        sizes.map((size, place) => [place, draw(random, [...leading, size])]),
      ),
      attrs: {},
    })),
  ],
  reference({ inputs }) {
    const parts = Object.values(inputs);
    const leading = parts[0]?.shape.slice(0, -1) ?? [];
    return { whole: unflatten(leading, concat(parts.map(flattenRows))) };
  },
};

export const splitCase: KernelCase<"UnrollSplit"> = {
  kernel: "UnrollSplit",
  tolerance: "forward",
  variants: [
    variant("any sizes", parameters, certain, ({ leading, sizes }, random) => ({
      inputs: { whole: draw(random, [...leading, sizes.reduce((sum, size) => sum + size, 0)]) },
      attrs: { sizes },
    })),
  ],
  reference({ inputs: { whole }, attrs: { sizes } }) {
    const leading = whole.shape.slice(0, -1);
    const parts = split(flattenRows(whole), sizes).map((part) => unflatten(leading, part));
    return Object.fromEntries(parts.map((part, place) => [`part ${place}`, part]));
  },
};

/** All axes but the last as one. */
function flattenRows(tensor: HostTensor): Matrix {
  const width = tensor.shape.at(-1) ?? 0;
  return matrix({ ...tensor, shape: [tensor.data.length / width, width] });
}

function unflatten(leading: readonly number[], rows: Matrix): Nested {
  return nested(host([...leading, rows[0]?.length ?? 0], rows));
}
