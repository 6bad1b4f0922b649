import protobuf from "protobufjs/light.js";

/** The messages of onnx.proto that a test of one recurrent node uses, with the standard's field numbers. */
const messages = protobuf.Root.fromJSON({
  nested: {
    ModelProto: { fields: { graph: { type: "GraphProto", id: 7 } } },
    GraphProto: {
      fields: {
        node: { rule: "repeated", type: "NodeProto", id: 1 },
        input: { rule: "repeated", type: "ValueInfoProto", id: 11 },
        output: { rule: "repeated", type: "ValueInfoProto", id: 12 },
      },
    },
    ValueInfoProto: { fields: { name: { type: "string", id: 1 } } },
    NodeProto: {
      fields: {
        input: { rule: "repeated", type: "string", id: 1 },
        output: { rule: "repeated", type: "string", id: 2 },
        opType: { type: "string", id: 4 },
        attribute: { rule: "repeated", type: "AttributeProto", id: 5 },
      },
    },
    AttributeProto: {
      fields: {
        name: { type: "string", id: 1 },
        f: { type: "float", id: 2 },
        i: { type: "int64", id: 3 },
        s: { type: "bytes", id: 4 },
        floats: { rule: "repeated", type: "float", id: 7 },
        strings: { rule: "repeated", type: "bytes", id: 9 },
        type: { type: "int32", id: 20 },
      },
    },
    TensorProto: {
      fields: {
        dims: { rule: "repeated", type: "int64", id: 1 },
        dataType: { type: "int32", id: 2 },
        floatData: { rule: "repeated", type: "float", id: 4 },
        int32Data: { rule: "repeated", type: "int32", id: 5 },
        name: { type: "string", id: 8 },
        rawData: { type: "bytes", id: 9 },
      },
    },
  },
});

export interface NodeProto {
  input: string[];
  output: string[];
  opType: string;
  attribute: AttributeProto[];
}

/** One of a number, a text, and lists of them; which one, the attribute's name tells. */
export interface AttributeProto {
  name: string;
  f: number;
  i: number;
  s: Uint8Array;
  floats: number[];
  strings: Uint8Array[];
}

export interface ModelProto {
  graph: { node: NodeProto[]; input: { name: string }[]; output: { name: string }[] };
}

interface TensorProto {
  dims: number[];
  dataType: number;
  floatData: number[];
  int32Data: number[];
  rawData: Uint8Array;
}

export function readModel(bytes: Uint8Array): ModelProto {
  return decode("ModelProto", bytes) as ModelProto;
}

/** The values of a tensor file, float32 or int32. */
export function readTensor(bytes: Uint8Array): { shape: number[]; data: number[] } {
  const { dims, dataType, floatData, int32Data, rawData } = decode(
    "TensorProto",
    bytes,
  ) as TensorProto;
  const FLOAT = 1;
  const INT32 = 6;
  if (dataType !== FLOAT && dataType !== INT32) {
    throw new RangeError(`readTensor: data_type must be 1 (float) or 6 (int32), got ${dataType}.`);
  }
  const raw = Uint8Array.from(rawData).buffer; // a copy: Node's buffers are views
  const packed = dataType === FLOAT ? new Float32Array(raw) : new Int32Array(raw);
  const listed = dataType === FLOAT ? floatData : int32Data;
  return { shape: dims, data: packed.length > 0 ? Array.from(packed) : listed };
}

function decode(name: string, bytes: Uint8Array): unknown {
  const type = messages.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: Number, arrays: true, defaults: true });
}
