import type { RecurrentWork } from "../../cases/work.ts";
import { reorderGates } from "../../start/layouts.ts";
import { CLASSES, gates, type RecurrentStart } from "../../start/recurrent-start.ts";
import { type OnnxConstant, type OnnxModel, type OnnxNode, writeModel } from "./model.ts";

const operator = { lstm: "LSTM", gru: "GRU", elman: "RNN" } as const;
/** LSTM: i, o, f, c of i, f, g, o. GRU: z, r, h of r, z, n. */
const gateOrder = { lstm: [0, 3, 1, 2], gru: [1, 0, 2], elman: [0] } as const;

/** x [time, batch, input] -> probabilities [batch, classes] */
export function inferenceModel(work: RecurrentWork, start: RecurrentStart): Uint8Array {
  const { batch, time, input, hidden } = work;
  const nodes: OnnxNode[] = [
    recurrentNode(work, ["x", "W", "R"], ["", "lastH"]),
    { type: "Squeeze", inputs: ["lastH", "directions"], outputs: ["last"] },
    {
      type: "Gemm",
      inputs: ["last", "head", "headBias"],
      outputs: ["logits"],
      attributes: { transB: 1 },
    },
    { type: "Softmax", inputs: ["logits"], outputs: ["probabilities"] },
  ];
  return writeModel({
    nodes,
    inputs: { x: [time, batch, input] },
    outputs: { probabilities: [batch, CLASSES] },
    constants: {
      ...recurrentWeights(work, start),
      directions: { shape: [1], values: new BigInt64Array([0n]) },
      head: { shape: [CLASSES, hidden], values: start.head },
      headBias: { shape: [CLASSES], values: new Float32Array(CLASSES) },
    },
  });
}

/** x [1, batch, input] and the state [1, batch, hidden] before -> the state after */
export function stepModel(work: RecurrentWork, start: RecurrentStart): Uint8Array {
  const { cell, batch, input, hidden } = work;
  const state = [1, batch, hidden];
  const [before, after] =
    cell === "lstm"
      ? [
          ["h", "c"],
          ["nextH", "nextC"],
        ]
      : [["h"], ["nextH"]];
  const shapes = (names: string[]) => Object.fromEntries(names.map((name) => [name, state]));
  const model: OnnxModel = {
    nodes: [recurrentNode(work, ["x", "W", "R", "", "", ...before], ["", ...after])],
    inputs: { x: [1, batch, input], ...shapes(before) },
    outputs: shapes(after),
    constants: recurrentWeights(work, start),
  };
  return writeModel(model);
}

function recurrentNode(
  { cell, hidden, variant }: RecurrentWork,
  inputs: string[],
  outputs: string[],
): OnnxNode {
  return {
    type: operator[cell],
    inputs,
    outputs,
    attributes: {
      hidden_size: hidden,
      ...(cell === "gru" && { linear_before_reset: variant === "reset before" ? 0 : 1 }),
      ...(variant === "relu" && { activations: ["Relu"] }),
    },
  };
}

function recurrentWeights(
  { cell, input, hidden }: RecurrentWork,
  start: RecurrentStart,
): Record<string, OnnxConstant> {
  const rows = gates[cell] * hidden;
  const order = gateOrder[cell];
  return {
    W: { shape: [1, rows, input], values: reorderGates(start.weightIh, order) },
    R: { shape: [1, rows, hidden], values: reorderGates(start.weightHh, order) },
  };
}
