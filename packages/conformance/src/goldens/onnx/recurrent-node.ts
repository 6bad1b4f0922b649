import { cells } from "../../cells/table.ts";
import type { TensorJson } from "../../verify/schema.ts";
import { reorderGates } from "../gate-order.ts";
import type { AttributeProto, NodeProto } from "./proto.ts";

/** An ONNX RNN, LSTM or GRU node in PyTorch's layout, as core takes it. */
export interface RecurrentNode {
  kind: "rnn" | "lstm" | "gru";
  hiddenSize: number;
  inputSize: number;
  directions: ("forward" | "reverse")[];
  nonlinearity: "tanh" | "relu";
  resetAfter: boolean;
  peephole: boolean;
  /** By PyTorch's names, such as "weight_ih_l0_reverse". */
  weights: Record<string, TensorJson>;
}

/** P is i, o, f. */
const peepholeOrder = { ci: 0, co: 1, cf: 2 };

/** @throws {RangeError} when the node has an attribute that core cannot express */
export function convertNode(
  { opType, attribute }: NodeProto,
  inputs: Readonly<Record<string, TensorJson | undefined>>,
): RecurrentNode {
  const kind = (["rnn", "lstm", "gru"] as const).find(
    (each) => cells[each].onnx.operator === opType,
  );
  if (!kind) {
    throw new RangeError(`convertNode: op_type must be RNN, LSTM or GRU, got ${opType}.`);
  }
  // B holds the input biases, then the recurrent ones.
  const { gates: order, activations } = cells[kind].onnx;
  const attributes = new Map(attribute.map((each) => [each.name, each]));
  const nonlinearity = readActivations(activations, attributes);
  for (const name of ["clip", "input_forget", "layout"]) {
    const value = attributes.get(name);
    if (value && (value.f !== 0 || value.i !== 0)) {
      throw new RangeError(
        `convertNode: ${name} must be left out, got one. Core has no such option.`,
      );
    }
  }
  const [W, R] = [inputs.W, inputs.R];
  if (!W || !R) throw new RangeError("convertNode: W and R must be there.");
  const hiddenSize = R.shape[2] ?? 0;
  const direction = text(attributes.get("direction")) ?? "forward";
  const directions: RecurrentNode["directions"] =
    direction === "bidirectional" ? ["forward", "reverse"] : [direction as "forward" | "reverse"];

  const weights: Record<string, TensorJson> = {};
  directions.forEach((_, d) => {
    const suffix = d === 0 ? "l0" : "l0_reverse";
    weights[`weight_ih_${suffix}`] = reorderGates(slice(W, d), order);
    weights[`weight_hh_${suffix}`] = reorderGates(slice(R, d), order);
    if (inputs.B) {
      const bias = slice(inputs.B, d);
      const [half, all] = [order.length * hiddenSize, bias.data.length];
      weights[`bias_ih_${suffix}`] = reorderGates(vector(bias.data.slice(0, half)), order);
      weights[`bias_hh_${suffix}`] = reorderGates(vector(bias.data.slice(half, all)), order);
    }
    for (const [gate, place] of inputs.P ? Object.entries(peepholeOrder) : []) {
      const { data } = slice(inputs.P as TensorJson, d);
      const part = data.slice(place * hiddenSize, (place + 1) * hiddenSize);
      weights[`weight_${gate}_${suffix}`] = vector(part);
    }
  });
  return {
    kind,
    hiddenSize,
    inputSize: W.shape[2] ?? 0,
    directions,
    nonlinearity,
    resetAfter: attributes.get("linear_before_reset")?.i === 1,
    peephole: inputs.P !== undefined,
    weights,
  };
}

/** Only what the standard sets by default, and Relu for RNN. */
function readActivations(
  standard: readonly string[],
  attributes: Map<string, AttributeProto>,
): "tanh" | "relu" {
  const given = attributes.get("activations")?.strings.map(decodeText);
  if (!given || `${given}`.startsWith(`${standard}`)) return "tanh";
  if (standard.length === 1 && given.every((name) => name === "Relu")) return "relu";
  throw new RangeError(`convertNode: activations must be ${standard}, got ${given}.`);
}

/** One direction of a tensor whose first axis is the direction. */
function slice({ shape, data }: TensorJson, direction: number): TensorJson {
  const size = data.length / (shape[0] ?? 1);
  return { shape: shape.slice(1), data: data.slice(direction * size, (direction + 1) * size) };
}

const vector = (data: number[]): TensorJson => ({ shape: [data.length], data });
const decodeText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const text = (attribute: AttributeProto | undefined) => attribute && decodeText(attribute.s);
