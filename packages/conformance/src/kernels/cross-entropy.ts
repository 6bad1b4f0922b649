import fc from "fast-check";
import { draw, integers, matrix, vector } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { crossEntropy, crossEntropyGrad } from "../reference/cross-entropy.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Parameters {
  rows: number;
  classes: number;
  labelSmoothing: number;
  mean: boolean;
}

const parameters: fc.Arbitrary<Parameters> = fc.record({
  rows: fc.constantFrom(1, 2, 7, 33),
  classes: fc.constantFrom(1, 2, 3, 5, 66),
  labelSmoothing: fc.constantFrom(0, 0.1),
  mean: fc.boolean(),
});
const certain: [Parameters, ...Parameters[]] = [
  { rows: 9, classes: 6, labelSmoothing: 0.1, mean: false },
  { rows: 9, classes: 6, labelSmoothing: 0, mean: true },
  { rows: 1, classes: 1, labelSmoothing: 0, mean: false },
  { rows: 5, classes: 130, labelSmoothing: 0.2, mean: true },
];

/** A third of the targets are ignored when `ignore` is set: -1, or PyTorch's -100. */
function drawInputs(random: Random, { rows, classes }: Parameters, ignore: boolean) {
  const target = () =>
    ignore && random.integer(3) === 0 ? [-1, -100][random.integer(2)] : random.integer(classes);
  return {
    logits: draw(random, [rows, classes], 4),
    targets: integers(Array.from({ length: rows }, () => target() ?? -1)),
  };
}

const kinds = [
  { name: "all rows count", ignore: false },
  { name: "some rows ignored", ignore: true },
];

export const crossEntropyCase: KernelCase<"UnrollCrossEntropy"> = {
  kernel: "UnrollCrossEntropy",
  tolerance: "forward",
  variants: kinds.map(({ name, ignore }) =>
    variant(name, parameters, certain, (drawn, random) => ({
      inputs: drawInputs(random, drawn, ignore),
      attrs: { labelSmoothing: drawn.labelSmoothing, mean: drawn.mean },
    })),
  ),
  reference: ({ inputs, attrs }) => ({
    losses: crossEntropy({ logits: matrix(inputs.logits), targets: vector(inputs.targets) }, attrs),
  }),
};

export const crossEntropyGradCase: KernelCase<"UnrollCrossEntropyGrad"> = {
  kernel: "UnrollCrossEntropyGrad",
  tolerance: "gradient",
  variants: kinds.map(({ name, ignore }) =>
    variant(name, parameters, certain, (drawn, random) => ({
      inputs: {
        ...drawInputs(random, drawn, ignore),
        dLosses: draw(random, drawn.mean ? [] : [drawn.rows]),
      },
      attrs: { labelSmoothing: drawn.labelSmoothing, mean: drawn.mean },
    })),
  ),
  reference: ({ inputs, attrs }) => ({
    dLogits: crossEntropyGrad(
      {
        logits: matrix(inputs.logits),
        targets: vector(inputs.targets),
        dLosses: vector(inputs.dLosses),
      },
      attrs,
    ),
  }),
};
