import fc from "fast-check";
import { draw, integers, matrix, vector } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { gather, scatterAdd } from "../reference/rows.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Sizes {
  rows: number;
  columns: number;
  count: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  rows: fc.constantFrom(1, 2, 7, 50),
  columns: fc.constantFrom(1, 3, 4, 17, 66),
  count: fc.constantFrom(1, 2, 9, 70),
});
const certain: [Sizes, ...Sizes[]] = [
  { rows: 8, columns: 6, count: 11 },
  { rows: 1, columns: 1, count: 1 },
  { rows: 3, columns: 67, count: 40 }, // every row many times
  { rows: 90, columns: 5, count: 7 }, // most rows never
];

const drawIndices = (random: Random, { count, rows }: Sizes) =>
  integers(Array.from({ length: count }, () => random.integer(rows)));

export const gatherCase: KernelCase<"UnrollGather"> = {
  kernel: "UnrollGather",
  tolerance: "forward",
  variants: [
    variant("any rows", sizes, certain, (drawn, random) => ({
      inputs: {
        table: draw(random, [drawn.rows, drawn.columns]),
        indices: drawIndices(random, drawn),
      },
      attrs: {},
    })),
  ],
  reference: ({ inputs }) => ({
    rows: gather({ table: matrix(inputs.table), indices: vector(inputs.indices) }),
  }),
};

export const scatterAddCase: KernelCase<"UnrollScatterAdd"> = {
  kernel: "UnrollScatterAdd",
  tolerance: "forward",
  variants: [
    variant("any rows", sizes, certain, (drawn, random) => ({
      inputs: {
        indices: drawIndices(random, drawn),
        updates: draw(random, [drawn.count, drawn.columns]),
      },
      attrs: { rows: drawn.rows },
    })),
  ],
  scale: ({ inputs }) => Math.sqrt(inputs.indices.data.length),
  reference: ({ inputs, attrs }) => ({
    table: scatterAdd({ indices: vector(inputs.indices), updates: matrix(inputs.updates) }, attrs),
  }),
};
