import type { HostTensor } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import type { Case, Group } from "./case.ts";
import { CoreSequence, type Stack } from "./core-sequence.ts";
import { expectOutputs, plain } from "./sequences.ts";

const sizes = { batch: 3, time: 5, inputSize: 2, hiddenSize: 3 };
const lengths = [5, 0, 3];
/** Where the NaN stands, as an index into x [3,5,2]. */
const places = {
  "at a valid step": (2 * 5 + 1) * 2 + 1,
  "past a row's length": (2 * 5 + 4) * 2,
  "in a row of length 0": (1 * 5 + 0) * 2,
};

/** A NaN in one row's input reaches that row's later outputs and states, and nothing else. */
export const sequenceNaN: Group = {
  name: "NaN in a sequence stays in its row",
  cases: ({ cells }) =>
    cells.flatMap(({ name, kind, variant: { options } }) =>
      [plain, { ...plain, numLayers: 2, kernels: "off" as const }].flatMap((layout) =>
        Object.entries(places).map(([place, index]) => {
          const stack = { ...layout, kind, options, bidirectional: true };
          return nanCase(`${name}, kernels ${layout.kernels}, ${place}`, stack, index);
        }),
      ),
    ),
};

function nanCase(name: string, stack: Stack, index: number): Case {
  return {
    name,
    async run({ tolerance }) {
      const subject = new CoreSequence(stack, sizes, lengths, random(41), (values) => {
        (values.x as HostTensor).data[index] = Number.NaN;
      });
      const expected = subject.forward(subject.inputs);
      expectOutputs(await subject.outputs(), expected, tolerance.forward);
    },
  };
}
