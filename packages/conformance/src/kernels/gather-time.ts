import fc from "fast-check";
import { cube, draw, type HostTensor, integers, matrix } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { at } from "../reference/linear-algebra.ts";
import { gather, scatterAdd } from "../reference/rows.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Sizes {
  batch: number;
  time: number;
  size: number;
  count: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.constantFrom(1, 2, 5),
  time: fc.constantFrom(1, 2, 7),
  size: fc.constantFrom(1, 3, 4, 17),
  count: fc.constantFrom(1, 2, 9),
});
const certain: [Sizes, ...Sizes[]] = [
  { batch: 4, time: 5, size: 6, count: 3 },
  { batch: 1, time: 1, size: 1, count: 1 },
  { batch: 3, time: 9, size: 67, count: 1 }, // one step of each row
  { batch: 2, time: 2, size: 5, count: 40 }, // each step many times
];

function drawSteps(random: Random, { batch, count, time }: Sizes): HostTensor {
  const steps = integers(Array.from({ length: batch * count }, () => random.integer(time)));
  return { ...steps, shape: [batch, count] };
}

export const gatherTimeCase: KernelCase<"UnrollGatherTime"> = {
  kernel: "UnrollGatherTime",
  tolerance: "forward",
  variants: [
    variant("any steps", sizes, certain, (drawn, random) => ({
      inputs: {
        y: draw(random, [drawn.batch, drawn.time, drawn.size]),
        steps: drawSteps(random, drawn),
      },
      attrs: {},
    })),
  ],
  reference({ inputs }) {
    const steps = matrix(inputs.steps);
    return { picked: cube(inputs.y).map((table, b) => gather({ table, indices: at(steps, b) })) };
  },
};

export const gatherTimeGradCase: KernelCase<"UnrollGatherTimeGrad"> = {
  kernel: "UnrollGatherTimeGrad",
  tolerance: "gradient",
  variants: [
    variant("any steps", sizes, certain, (drawn, random) => ({
      inputs: {
        dPicked: draw(random, [drawn.batch, drawn.count, drawn.size]),
        steps: drawSteps(random, drawn),
      },
      attrs: { timeSteps: drawn.time },
    })),
  ],
  scale: ({ inputs }) => Math.sqrt(inputs.steps.shape[1] ?? 1),
  reference({ inputs, attrs }) {
    const steps = matrix(inputs.steps);
    const dy = cube(inputs.dPicked).map((updates, b) =>
      scatterAdd({ indices: at(steps, b), updates }, { rows: attrs.timeSteps }),
    );
    return { dy };
  },
};
