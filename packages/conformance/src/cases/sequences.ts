import fc from "fast-check";
import { expectClose } from "../compare/expect-close.ts";
import { checkGradients, like } from "../compare/gradient-check.ts";
import type { HostTensor, Nested } from "../draw/host-tensor.ts";
import { drawLengths, lengthKinds } from "../draw/lengths.ts";
import { random } from "../draw/random.ts";
import { smallSequenceSizes } from "../draw/sizes.ts";
import type { Case, Group } from "./case.ts";
import { CoreSequence, type Stack } from "./core-sequence.ts";
import { lossKinds, single } from "./finite-differences.ts";

const runs = 3;

/** One layer of LSTM. */
export const plain: Stack = {
  cell: "lstm",
  nonlinearity: "tanh",
  resetAfter: true,
  numLayers: 1,
  bidirectional: false,
  merge: "concat",
  bias: true,
  peephole: false,
  projSize: 0,
  kernels: "auto",
};

const stacks: Record<string, Stack> = {
  "Elman, tanh": { ...plain, cell: "elman" },
  "Elman, relu, no bias": { ...plain, cell: "elman", nonlinearity: "relu", bias: false },
  LSTM: plain,
  "LSTM, no bias": { ...plain, bias: false },
  "LSTM, two layers, both directions": { ...plain, numLayers: 2, bidirectional: true },
  "LSTM, both directions, sum": { ...plain, bidirectional: true, merge: "sum" },
  "LSTM, both directions, mean": { ...plain, bidirectional: true, merge: "mean" },
  "LSTM, both directions, max": { ...plain, bidirectional: true, merge: "max" },
  "LSTM, peepholes": { ...plain, peephole: true, bidirectional: true },
  "LSTM, projection": { ...plain, projSize: 2, numLayers: 2 },
  "GRU, reset after": { ...plain, cell: "gru" },
  "GRU, reset before": { ...plain, cell: "gru", resetAfter: false },
  "GRU, no bias": { ...plain, cell: "gru", bias: false },
  "GRU, reset before, two layers, both directions": {
    ...plain,
    cell: "gru",
    resetAfter: false,
    numLayers: 2,
    bidirectional: true,
  },
  "Elman, composed of tfjs ops": { ...plain, cell: "elman", kernels: "off", bidirectional: true },
  "LSTM, composed of tfjs ops": { ...plain, kernels: "off", bidirectional: true },
  "GRU, composed of tfjs ops": { ...plain, cell: "gru", kernels: "off", bidirectional: true },
};

/** Core's sequences on this backend: outputs, final states, and every gradient. */
export const sequences: Group = {
  name: "sequences equal the float64 reference",
  cases: Object.entries(stacks).map(([name, stack]) => sequenceCase(name, stack)),
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
    const what = k === 0 ? "y" : `final state ${k - 1}`;
    expectClose(what, outputs[k] as HostTensor, values, tolerance);
  });
}
