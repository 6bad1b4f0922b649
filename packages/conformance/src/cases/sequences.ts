import fc from "fast-check";
import { expectClose } from "../compare/expect-close.ts";
import { checkGradients, like } from "../compare/gradient-check.ts";
import type { HostTensor, Nested } from "../draw/host-tensor.ts";
import { drawLengths, lengthKinds } from "../draw/lengths.ts";
import { random } from "../draw/random.ts";
import { smallSequenceSizes } from "../draw/sizes.ts";
import type { Case, Group } from "./case.ts";
import { CoreSequence, type Layout, type Stack } from "./core-sequence.ts";
import { lossKinds, single } from "./finite-differences.ts";

const runs = 3;

/** One layer, without anything special. */
export const plain = {
  numLayers: 1,
  bidirectional: false,
  merge: "concat",
  bias: true,
  kernels: "auto",
  output: "all",
} as const;

const layouts: Record<string, Partial<Layout>> = {
  "": {},
  ", no bias": { bias: false },
  ", two layers, both directions": { numLayers: 2, bidirectional: true },
  ", last, both directions": { output: "last", bidirectional: true },
};
const merges = (["sum", "mean", "max"] as const).map((merge): [string, Partial<Layout>] => [
  `, both directions, ${merge}`,
  { merge, bidirectional: true },
]);
const composed = [", composed of tfjs ops", { kernels: "off", bidirectional: true }] as const;

/** Core's sequences on this backend: outputs, final states, and every gradient. */
export const sequences: Group = {
  name: "sequences equal the float64 reference",
  cases: ({ cells }) =>
    cells.flatMap(({ name, kind, variant }, place) =>
      [
        ...Object.entries(layouts),
        ...(place === 0 ? merges : []), // merging is not the cell's
        ...(kind.kernels ? [composed] : []),
      ].map(([suffix, layout]) =>
        sequenceCase(name + suffix, { kind, options: variant.options, ...plain, ...layout }),
      ),
    ),
};

function sequenceCase(name: string, stack: Stack): Case {
  return {
    name,
    run: ({ tolerance }) =>
      fc.assert(
        fc.asyncProperty(
          smallSequenceSizes,
          fc.constantFrom(...lengthKinds),
          fc.nat(),
          async (sizes, kind, seed) => {
            const source = random(seed);
            const lengths = drawLengths(source, kind, sizes);
            const subject = new CoreSequence(stack, sizes, lengths, source);
            const expected = subject.forward(subject.inputs);
            const outputs = await subject.outputs();
            expectOutputs(outputs, expected, tolerance.forward);
            for (const { counts } of lossKinds) {
              const dOutputs = expected.map((output, k) =>
                single(like(output, () => (counts(k) ? source.value() : 0))),
              );
              await checkGradients(subject, dOutputs, source, tolerance.gradient);
            }
          },
        ),
        { seed: 22, numRuns: runs },
      ),
  };
}

/** Compares y and the final states. */
export function expectOutputs(
  outputs: readonly HostTensor[],
  expected: readonly Nested[],
  tolerance: number,
): void {
  expected.forEach((values, k) => {
    const what = k === 0 ? "y, or the last output" : `final state ${k - 1}`;
    expectClose(what, outputs[k] as HostTensor, values, tolerance);
  });
}
