import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { DataError } from "@unroll/core";
import { draw, type HostTensor, integers, zeroTensor } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { upload } from "../kernels/call-kernel.ts";
import type { Case, Group } from "./case.ts";

/**
 * An index that names no row is an error that says which, at once. A backend that has no values at hand, and so
 * reports it later or not at all, names this group in its exclusions.
 */
export const badIndex: Group = {
  name: "an index that names no row is a DataError",
  cases: ({ has }) => calls.filter(({ kernel }) => has(kernel)).flatMap(casesOf),
};

interface IndexedCall {
  kernel: string;
  /** The input that holds the indices, and how many rows there are. */
  input: string;
  rows: number;
  /** The first of them is 0, and the others are the one given. */
  inputs: Record<string, HostTensor>;
  attrs: object;
  /** A negative one is ignored. */
  negative?: boolean;
}

const some = (...shape: number[]) => draw(random(1), shape);
const loss = { labelSmoothing: 0.1, mean: false };
const calls: IndexedCall[] = [
  { kernel: "UnrollGather", input: "indices", rows: 5, inputs: { table: some(5, 3) }, attrs: {} },
  {
    ...{ kernel: "UnrollScatterAdd", input: "indices", rows: 5 },
    ...{ inputs: { updates: some(3, 2) }, attrs: { rows: 5 } },
  },
  {
    ...{ kernel: "UnrollGatherTime", input: "steps", rows: 4 },
    ...{ inputs: { y: some(3, 4, 2) }, attrs: {} },
  },
  {
    ...{ kernel: "UnrollGatherTimeGrad", input: "steps", rows: 4 },
    ...{ inputs: { dPicked: some(3, 1, 2) }, attrs: { timeSteps: 4 } },
  },
  {
    ...{ kernel: "UnrollCrossEntropy", input: "targets", rows: 4, negative: true },
    ...{ inputs: { logits: some(3, 4) }, attrs: loss },
  },
  {
    ...{ kernel: "UnrollCrossEntropyGrad", input: "targets", rows: 4, negative: true },
    ...{ inputs: { logits: some(3, 4), dLosses: zeroTensor([3]) }, attrs: loss },
  },
  {
    ...{ kernel: "UnrollLinearCrossEntropy", input: "targets", rows: 4, negative: true },
    ...{ inputs: { x: some(3, 2), weight: some(4, 2) } },
    attrs: { labelSmoothing: 0.1, reserve: true },
  },
];

function casesOf(call: IndexedCall): Case[] {
  const bad = [call.rows, 2 ** 31 - 1, ...(call.negative ? [] : [-1, -(2 ** 31)])];
  return [
    { name: `${call.kernel}, the last row`, run: () => run(call, call.rows - 1) },
    ...bad.map((index) => ({
      name: `${call.kernel}, ${index} of ${call.rows}`,
      run() {
        try {
          run(call, index);
        } catch (error) {
          const { kernel, input, rows } = call;
          const message = `${kernel}: ${input}[1] must be in 0..${rows - 1}, got ${index}.`;
          if (error instanceof DataError && error.message.startsWith(message)) return;
          throw new Error(`must be a DataError "${message} ...", got ${error}`, { cause: error });
        }
        throw new Error("must be refused, got no error.");
      },
    })),
  ];
}

function run({ kernel, input, inputs, attrs }: IndexedCall, index: number): void {
  const indices = integers([0, index, index]);
  const given = { ...inputs, [input]: input === "steps" ? { ...indices, shape: [3, 1] } : indices };
  const tensors: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(given)) tensors[name] = upload(value);
  try {
    const made: Tensor | Tensor[] = engine().runKernel(kernel, tensors, { ...attrs });
    for (const output of [made].flat()) output.dispose();
  } finally {
    for (const each of Object.values(tensors)) each.dispose();
  }
}
