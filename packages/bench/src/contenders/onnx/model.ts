import { bytes, type Field, message, nested, number, text } from "./protobuf.ts";

/** What of an ONNX model these comparisons use; field numbers are those of onnx.proto. */
export interface OnnxModel {
  nodes: readonly OnnxNode[];
  /** Shapes by name; all are float32. */
  inputs: Readonly<Record<string, readonly number[]>>;
  outputs: Readonly<Record<string, readonly number[]>>;
  constants: Readonly<Record<string, OnnxConstant>>;
}

export interface OnnxNode {
  type: string;
  /** Names; an empty one leaves an optional place out. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, number | string | readonly string[]>>;
}

export interface OnnxConstant {
  shape: readonly number[];
  values: Float32Array | BigInt64Array;
}

const IR_VERSION = 8;
const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;

export function writeModel({ nodes, inputs, outputs, constants }: OnnxModel): Uint8Array {
  return message([
    number(1, IR_VERSION),
    nested(8, [number(2, OPSET)]),
    nested(7, [
      ...nodes.map(node),
      text(2, "graph"),
      ...Object.entries(constants).map(constant),
      ...Object.entries(inputs).map((entry) => valueInfo(11, entry)),
      ...Object.entries(outputs).map((entry) => valueInfo(12, entry)),
    ]),
  ]);
}

/** NodeProto */
function node({ type, inputs, outputs, attributes = {} }: OnnxNode): Field {
  return nested(1, [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(attribute),
  ]);
}

/** AttributeProto: an integer, a string or a list of strings. */
function attribute([name, value]: [string, number | string | readonly string[]]): Field {
  const [INT, STRING, STRINGS] = [2, 3, 8];
  if (typeof value === "number") {
    return nested(5, [text(1, name), number(3, value), number(20, INT)]);
  }
  return typeof value === "string"
    ? nested(5, [text(1, name), text(4, value), number(20, STRING)])
    : nested(5, [text(1, name), ...value.map((each) => text(9, each)), number(20, STRINGS)]);
}

/** TensorProto */
function constant([name, { shape, values }]: [string, OnnxConstant]): Field {
  return nested(5, [
    ...shape.map((size) => number(1, size)),
    number(2, values instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ]);
}

/** ValueInfoProto: a name and the type of a tensor. */
function valueInfo(id: number, [name, shape]: [string, readonly number[]]): Field {
  const dimensions = shape.map((size) => nested(1, [number(1, size)]));
  return nested(id, [
    text(1, name),
    nested(2, [nested(1, [number(1, FLOAT), nested(2, dimensions)])]),
  ]);
}
