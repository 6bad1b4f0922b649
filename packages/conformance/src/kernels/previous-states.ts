import { cube, draw, host, integers, matrix } from "../draw/host-tensor.ts";
import { zeroMatrix } from "../reference/linear-algebra.ts";
import { previousStates } from "../reference/previous-states.ts";
import type { KernelCase } from "./kernel-case.ts";
import { lengthsOf, sequenceVariants } from "./sequence-variants.ts";

export const previousStatesCase: KernelCase<"UnrollPreviousStates"> = {
  kernel: "UnrollPreviousStates",
  tolerance: "forward",
  variants: sequenceVariants(({ batch, time, hiddenSize, lengths, reverse, sparse, random }) => ({
    inputs: {
      // 0 past a row's length, as a forward kernel leaves it.
      y: host(
        [batch, time, hiddenSize],
        cube(draw(random, [batch, time, hiddenSize])).map((row, b) =>
          row.map((step, t) => (t < (lengths[b] ?? 0) ? step : step.map(() => 0))),
        ),
      ),
      ...(!sparse && { h0: draw(random, [batch, hiddenSize]), lengths: integers(lengths) }),
    },
    attrs: { reverse },
  })),
  zeroAtInvalid: ["y"],
  reference: ({ inputs, attrs }) => ({
    previous: previousStates(
      {
        y: cube(inputs.y),
        h0: inputs.h0
          ? matrix(inputs.h0)
          : zeroMatrix(inputs.y.shape[0] ?? 0, inputs.y.shape[2] ?? 0),
        lengths: lengthsOf(inputs.y, inputs.lengths),
      },
      attrs,
    ),
  }),
};
