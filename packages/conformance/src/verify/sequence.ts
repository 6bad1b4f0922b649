import {
  add,
  dispose,
  engine,
  mul,
  type NamedTensorMap,
  reshape,
  type Scalar,
  scalar,
  slice,
  stack,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { CellState, Sequence } from "@unroll/core";
import type { Comparison } from "./errors.ts";
import { gatesOf, makeNetwork } from "./network.ts";
import { requireData, type SequenceFile, type TensorJson } from "./schema.ts";
import { assignWeights, requireShape, toTensor } from "./weights.ts";

/**
 * Runs the recurrent layer of a file and, where the file has gradients, its gradient.
 * @throws {DataError} when the file contradicts itself
 */
export async function compareSequence(where: string, file: SequenceFile): Promise<Comparison[]> {
  checkSizes(where, file);
  const network = makeNetwork(file.options);
  const inputs: NamedTensorMap = {};
  let outputs: NamedTensorMap = {};
  let grads: NamedTensorMap = {};
  try {
    assignWeights(where, network.parameters, file.weights);
    checkInputs(where, file, network);
    for (const [name, json] of Object.entries(file.inputs)) {
      if (json) inputs[name] = toTensor(json);
    }
    outputs = tidy(() => run(network, inputs, file.options.lengths));
    checkOutputs(where, file, outputs);
    grads = gradients(where, file, network, inputs);
    return [
      ...(await compareAll("outputs", outputs, file.outputs)),
      ...(await compareLoss(file, outputs)),
      ...(await compareAll("grads", grads, file.grads ?? {})),
    ];
  } finally {
    network.dispose();
    dispose([inputs, outputs, grads]);
  }
}

/** Sizes are those of weights that are there, so that nothing is allocated on their word alone. */
function checkSizes(where: string, { options, weights }: SequenceFile): void {
  const { kind, inputSize, hiddenSize, numLayers, projSize } = options;
  const first = weights.weight_ih_l0;
  requireData(
    where,
    first !== undefined,
    "weights",
    "with weight_ih_l0",
    `${Object.keys(weights)}`,
  );
  requireShape(where, "weights.weight_ih_l0", first, [gatesOf(kind) * hiddenSize, inputSize]);
  const most = Object.keys(weights).filter((name) => name.startsWith("weight_ih_l")).length;
  const layers = numLayers ?? 1;
  requireData(where, layers <= most, "options.numLayers", `at most ${most}`, `${layers}`);
  const narrow = (projSize ?? 0) <= hiddenSize;
  requireData(where, narrow, "options.projSize", `at most ${hiddenSize}`, `${projSize}`);
}

function checkInputs(where: string, file: SequenceFile, network: Sequence): void {
  const { x, h0, c0 } = file.inputs;
  const { inputSize, lengths, kind } = file.options;
  const fits = x.shape.length === 3 && x.shape[2] === inputSize;
  requireData(where, fits, "inputs.x", `of shape [batch, time, ${inputSize}]`, `[${x.shape}]`);
  const [batch = 0, time = 0] = x.shape;
  const sizes: Readonly<Record<string, number>> = network.cells[0]?.stateSizes ?? {};
  if (h0) requireShape(where, "inputs.h0", h0, [network.cells.length, batch, sizes.h ?? 0]);
  if (c0) {
    requireData(where, kind === "lstm", "inputs.c0", "left out unless kind is lstm", kind);
    requireShape(where, "inputs.c0", c0, [network.cells.length, batch, sizes.c ?? 0]);
  }
  if (lengths) {
    const inside = lengths.length === batch && lengths.every((length) => length <= time);
    const expected = `${batch} numbers from 0 to ${time}`;
    requireData(where, inside, "options.lengths", expected, `[${lengths}]`);
  }
}

/** All outputs by their name in a file. */
function run(
  network: Sequence,
  inputs: NamedTensorMap,
  lengths: readonly number[] | null | undefined,
): NamedTensorMap {
  const { y, state } = network.run(inputs.x as Tensor, {
    lengths: lengths ?? undefined,
    state: initialState(network, inputs),
  });
  const [first] = state as [CellState];
  const names = Object.keys(first);
  return {
    y,
    ...Object.fromEntries(
      names.map((name) => [`${name}_n`, stack(state.map((each) => each[name] as Tensor))]),
    ),
  };
}

/** One state for each layer and direction; what the file leaves out is 0. */
function initialState(network: Sequence, inputs: NamedTensorMap): CellState[] {
  const batch = inputs.x?.shape[0] as number;
  return network.zeroState(batch).map((zero, place) => {
    const given = Object.entries(zero).map(([name, value]) => {
      const all = inputs[`${name}0`];
      return [name, all ? place2D(all, place) : value];
    });
    return Object.fromEntries(given) as CellState;
  });
}

function place2D(all: Tensor, place: number): Tensor2D {
  const [, rows = 0, columns = 0] = all.shape;
  return reshape(slice(all, [place, 0, 0], [1, -1, -1]), [rows, columns]);
}

function checkOutputs(where: string, file: SequenceFile, outputs: NamedTensorMap): void {
  const known = Object.keys(outputs);
  const given = Object.keys(file.outputs);
  requireData(where, given.length > 0, "outputs", `some of ${known}`, "none");
  const sections = { outputs: file.outputs, lossWeights: file.lossWeights ?? {} };
  for (const [section, tensors] of Object.entries(sections)) {
    for (const [name, json] of Object.entries<TensorJson | undefined>(tensors)) {
      const output = outputs[name];
      requireData(where, output !== undefined, section, `some of ${known}`, name);
      if (json) requireShape(where, `${section}.${name}`, json, output.shape);
    }
  }
}

/** The gradients that the file has. */
function gradients(
  where: string,
  { grads, lossWeights, options }: SequenceFile,
  network: Sequence,
  inputs: NamedTensorMap,
): NamedTensorMap {
  const names = Object.keys(grads ?? {});
  if (!grads || names.length === 0) return {};
  requireData(where, !!lossWeights, "lossWeights", "there, since grads are", "nothing");
  const sources: NamedTensorMap = { ...inputs, ...network.parameters };
  for (const name of names) {
    const source = sources[name];
    requireData(where, source !== undefined, "grads", `some of ${Object.keys(sources)}`, name);
    requireShape(where, `grads.${name}`, grads[name] as TensorJson, source.shape);
  }
  return tidy(() => {
    const result = engine().gradients(
      () => {
        const outputs = run(network, inputs, options.lengths);
        return Object.entries(lossWeights)
          .map(([name, weight]) => sum(mul(outputs[name] as Tensor, toTensor(weight))))
          .reduce((total, part) => add(total, part), scalar(0)) as Scalar;
      },
      names.map((name) => sources[name] as Tensor),
      undefined,
      true, // where the loss does not depend on an input, its gradient is 0
    );
    return Object.fromEntries(
      names.map((name, index) => [name, result.grads[index] ?? zerosLike(sources[name] as Tensor)]),
    );
  });
}

async function compareAll(
  section: string,
  actual: NamedTensorMap,
  expected: Readonly<Record<string, TensorJson | undefined>>,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [name, json] of Object.entries(expected)) {
    if (!json) continue;
    const values = await (actual[name] as Tensor).data();
    comparisons.push({
      name: `${section}.${name}`,
      kind: "value",
      actual: values,
      expected: json.data,
    });
  }
  return comparisons;
}

/** The loss, summed up in float64: what is left is the error of the outputs. */
async function compareLoss(
  { loss, lossWeights }: SequenceFile,
  outputs: NamedTensorMap,
): Promise<Comparison[]> {
  if (typeof loss !== "number" || !lossWeights) return [];
  const terms: number[] = [];
  for (const [name, { data }] of Object.entries(lossWeights)) {
    const values = await (outputs[name] as Tensor).data();
    data.forEach((weight, index) => {
      terms.push(weight * (values[index] ?? Number.NaN));
    });
  }
  return [
    {
      name: "loss",
      kind: "value",
      actual: [terms.reduce((total, term) => total + term, 0)],
      expected: [loss],
      scale: Math.hypot(...terms),
    },
  ];
}
