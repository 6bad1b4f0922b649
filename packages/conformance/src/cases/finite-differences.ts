import fc from "fast-check";
import { checkGradients, type Differentiated, like } from "../compare/gradient-check.ts";
import type { Nested } from "../draw/host-tensor.ts";
import { lengthKinds } from "../draw/lengths.ts";
import { random } from "../draw/random.ts";
import { smallSequenceSizes } from "../draw/sizes.ts";
import { type SequenceDraw, sequenceDraw } from "../kernels/sequence-variants.ts";
import type { Case, Group } from "./case.ts";
import { elmanGradients, gruGradients, lstmGradients } from "./kernel-gradients.ts";

const runs = 12;

/** What the loss is a sum over. The first output is y, the others are the final state. */
export const lossKinds = [
  { name: "loss on the outputs only", counts: (output: number) => output === 0 },
  { name: "loss on the final state only", counts: (output: number) => output > 0 },
  { name: "loss on both", counts: () => true },
] as const;

/** Forward and gradient kernels of a cell belong together: finite differences in float64 say so. */
export const finiteDifferences: Group = {
  name: "kernels' gradients equal finite differences",
  cases: [
    ...cases("Elman, tanh", (drawn) => elmanGradients(drawn, "tanh")),
    ...cases("Elman, relu", (drawn) => elmanGradients(drawn, "relu")),
    ...cases("LSTM", lstmGradients),
    ...cases("GRU, reset after", (drawn) => gruGradients(drawn, true)),
    ...cases("GRU, reset before", (drawn) => gruGradients(drawn, false)),
  ],
};

function cases<I extends Record<string, Nested>>(
  cell: string,
  differentiated: (drawn: SequenceDraw) => Differentiated<I>,
): Case[] {
  return lossKinds.map(({ name, counts }) => ({
    name: `${cell}, ${name}`,
    run: ({ tolerance }) =>
      fc.assert(
        fc.asyncProperty(
          smallSequenceSizes,
          fc.constantFrom(...lengthKinds),
          fc.boolean(),
          fc.nat(),
          async (sizes, kind, reverse, seed) => {
            const source = random(seed);
            const subject = differentiated(sequenceDraw(sizes, kind, reverse, source));
            const dOutputs = subject
              .forward(subject.inputs)
              .map((output, index) =>
                single(like(output, () => (counts(index) ? source.value() : 0))),
              );
            await checkGradients(subject, dOutputs, source, tolerance.gradient);
          },
        ),
        { seed: 21, numRuns: runs },
      ),
  }));
}

/** Rounded to float32, so that the reference and the backend see the same numbers. */
export function single(values: Nested): Nested {
  return typeof values === "number" ? Math.fround(values) : (values.map(single) as Nested);
}
