import fc from "fast-check";
import { draw, vector } from "../draw/host-tensor.ts";
import { map } from "../reference/linear-algebra.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

const parameters = fc.record({
  size: fc.constantFrom(1, 3, 64, 301),
  weight: fc.constantFrom(0.001, 0.5, 0.9),
});

export const lerpCase: KernelCase<"UnrollLerp"> = {
  kernel: "UnrollLerp",
  tolerance: "forward",
  variants: [
    variant("any weight", parameters, [{ size: 67, weight: 0.1 }], ({ size, weight }, random) => ({
      inputs: { a: draw(random, [size]), b: draw(random, [size]) },
      attrs: { weight },
    })),
  ],
  reference: ({ inputs, attrs }) => ({
    between: map((a, b) => a + attrs.weight * (b - a), vector(inputs.a), vector(inputs.b)),
  }),
};
