import fc from "fast-check";
import { draw, integers, matrix, vector } from "../draw/host-tensor.ts";
import { linearCrossEntropy } from "../reference/linear-cross-entropy.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Parameters {
  rows: number;
  size: number;
  classes: number;
  labelSmoothing: number;
  withBias: boolean;
}

const parameters: fc.Arbitrary<Parameters> = fc.record({
  rows: fc.constantFrom(1, 2, 7, 17, 33),
  size: fc.constantFrom(1, 2, 5, 8, 19),
  classes: fc.constantFrom(1, 2, 3, 5, 66),
  labelSmoothing: fc.constantFrom(0, 0.1),
  withBias: fc.boolean(),
});
const certain: [Parameters, ...Parameters[]] = [
  { rows: 9, size: 5, classes: 6, labelSmoothing: 0.1, withBias: true },
  { rows: 1, size: 1, classes: 1, labelSmoothing: 0, withBias: false },
  { rows: 5, size: 18, classes: 130, labelSmoothing: 0, withBias: false },
  // More than a block of rows and of classes, where there are blocks.
  { rows: 260, size: 3, classes: 131, labelSmoothing: 0.2, withBias: true },
];

/** How often a target is ignored, -1 or PyTorch's -100. */
const kinds = [
  { name: "all rows count", ignored: () => false },
  { name: "some rows ignored", ignored: (third: number) => third === 0 },
  { name: "no row counts", ignored: () => true },
];

export const linearCrossEntropyCase: KernelCase<"UnrollLinearCrossEntropy"> = {
  kernel: "UnrollLinearCrossEntropy",
  tolerance: "gradient",
  variants: kinds.flatMap(({ name, ignored }) =>
    [true, false].map((reserve) =>
      variant(
        `${reserve ? "with" : "without"} reserve, ${name}`,
        parameters,
        certain,
        ({ rows, size, classes, labelSmoothing, withBias }, random) => {
          const target = () =>
            ignored(random.integer(3)) ? -1 - 99 * random.integer(2) : random.integer(classes);
          return {
            inputs: {
              x: draw(random, [rows, size], 2),
              weight: draw(random, [classes, size]),
              ...(withBias && { bias: draw(random, [classes]) }),
              targets: integers(Array.from({ length: rows }, target)),
            },
            attrs: { labelSmoothing, reserve },
          };
        },
      ),
    ),
  ),
  reference: ({ inputs, attrs }) => {
    const { loss, ...gradients } = linearCrossEntropy(
      {
        x: matrix(inputs.x),
        weight: matrix(inputs.weight),
        bias: inputs.bias && vector(inputs.bias),
        targets: vector(inputs.targets),
      },
      attrs.labelSmoothing,
    );
    return attrs.reserve ? { loss, ...gradients } : { loss };
  },
};
