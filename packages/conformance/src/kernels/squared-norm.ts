import fc from "fast-check";
import { draw, flatten, host, scalar, sizeOf } from "../draw/host-tensor.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

const shapes: fc.Arbitrary<{ shape: number[] }> = fc.record({
  shape: fc.constantFrom([1], [3], [64], [7, 9], [2, 3, 5], [5000]),
});

export const squaredNormCase: KernelCase<"UnrollSquaredNorm"> = {
  kernel: "UnrollSquaredNorm",
  tolerance: "forward",
  variants: [
    variant("any shape", shapes, [{ shape: [130, 67] }], ({ shape }, random) => ({
      inputs: { x: draw(random, shape) },
      attrs: {},
    })),
    variant("added to a sum", shapes, [{ shape: [7, 9] }], ({ shape }, random) => ({
      inputs: { x: draw(random, shape), sum: host([], 1 + random.value()) },
      attrs: {},
    })),
  ],
  scale: ({ inputs }) => Math.sqrt(sizeOf(inputs.x.shape)),
  reference: ({ inputs }) => ({
    sum: flatten(Array.from(inputs.x.data)).reduce(
      (sum, value) => sum + value * value,
      inputs.sum ? scalar(inputs.sum) : 0,
    ),
  }),
};
