import {
  dispose,
  type NamedTensorMap,
  reshape,
  slice,
  stack,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import type { CellState, Sequence } from "@unroll/core";
import { listNodeTests, type NodeTest, readNodeTest } from "../goldens/onnx/node-tests.ts";
import { convertNode, type RecurrentNode } from "../goldens/onnx/recurrent-node.ts";
import { noSharedData, sharedPath } from "../shared-data.ts";
import { makeNetwork } from "../verify/network.ts";
import type { TensorJson } from "../verify/schema.ts";
import { assignWeights, toTensor } from "../verify/weights.ts";
import type { CaseContext, Group } from "./case.ts";
import { expectAccepted } from "./pytorch.ts";

const names = [
  "test_gru_defaults",
  "test_gru_seq_length",
  "test_gru_with_initial_bias",
  "test_lstm_defaults",
  "test_lstm_with_initial_bias",
  "test_lstm_with_peepholes",
  "test_rnn_seq_length",
  "test_simple_rnn_defaults",
  "test_simple_rnn_with_initial_bias",
];

/** Node tests of the ONNX standard, converted and run through core's sequences. */
export const onnx: Group = {
  name: "ONNX node tests",
  cases: () => [
    ...names.map((name) => ({
      name,
      async run({ tolerance, skip }: CaseContext) {
        const folder = sharedPath("golden/onnx") ?? skip(noSharedData);
        const test = readNodeTest(folder, name);
        const actual = await runNode(name, test);
        for (const [output, { data }] of Object.entries(test.outputs)) {
          expectAccepted(
            { name: output, kind: "value", actual: actual[output] ?? [], expected: data },
            tolerance,
          );
        }
      },
    })),
    {
      name: "none was left out",
      run({ skip }) {
        const left = listNodeTests(sharedPath("golden/onnx") ?? skip(noSharedData)).filter(
          (name) => !names.includes(name),
        );
        if (left.length > 0) throw new Error(`golden/onnx: no case runs ${left.join(", ")}.`);
      },
    },
  ],
};

/** Y [T,D,B,H], Y_h and Y_c [D,B,H] of a node, as core computes them. */
async function runNode(
  where: string,
  { node, inputs }: NodeTest,
): Promise<Record<string, number[]>> {
  const converted = convertNode(node, inputs);
  const { directions, ...options } = converted;
  const network = makeNetwork({
    ...options,
    bidirectional: directions.length === 2,
    reverse: directions[0] === "reverse",
  });
  assignWeights(where, network.parameters, completed(network, converted.weights));
  const tensors: NamedTensorMap = {};
  for (const name of ["X", "initial_h", "initial_c"]) {
    const given = inputs[name];
    if (given) tensors[name] = toTensor(given);
  }
  const outputs = tidy(() => run(network, converted, tensors, inputs.sequence_lens?.data));
  const values: Record<string, number[]> = {};
  for (const [name, output] of Object.entries(outputs)) {
    values[name] = Array.from(await output.data());
  }
  network.dispose();
  dispose([tensors, outputs]);
  return values;
}

/** Zeros for the biases that a node leaves out. */
function completed(
  { parameters }: Sequence,
  weights: Record<string, TensorJson>,
): Record<string, TensorJson> {
  const zeros = Object.entries(parameters).map(([name, { shape, size }]) => {
    return [name, { shape, data: new Array<number>(size).fill(0) }];
  });
  return { ...Object.fromEntries(zeros), ...weights };
}

function run(
  network: Sequence,
  { directions, hiddenSize }: RecurrentNode,
  { X, initial_h, initial_c }: NamedTensorMap,
  lengths: readonly number[] | undefined,
): NamedTensorMap {
  const x = transpose(X as Tensor3D, [1, 0, 2]); // [T,B,I] -> [B,T,I]
  const [batch, time] = x.shape;
  const pick = (all: Tensor, d: number) =>
    reshape(slice(all, [d, 0, 0], [1, -1, -1]), [batch, hiddenSize]) as Tensor2D;
  const state = network.zeroState(batch).map((zero, d) => ({
    ...zero,
    ...(initial_h && { h: pick(initial_h, d) }),
    ...(initial_c && { c: pick(initial_c, d) }),
  })) as CellState[];
  const result = network.run(x, { lengths, state });
  const y = reshape(result.y, [batch, time, directions.length, hiddenSize]);
  const final = (name: string) => stack(result.state.map((each) => each[name] as Tensor));
  return {
    Y: transpose(y, [1, 2, 0, 3]), // [B,T,D,H] -> [T,D,B,H]
    Y_h: final("h"),
    ...(result.state[0]?.c && { Y_c: final("c") }),
  };
}
