import { CheckpointError, ShapeError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import { dtypeSize } from "./dtypes.ts";
import { floatToHalf, HALF_OVERFLOW } from "./half.ts";
import { toInt8Rows } from "./int8-rows.ts";
import {
  FORBIDDEN_KEY,
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  METADATA_KEY,
} from "./safetensors-header.ts";

/** A tensor to be written: values in row-major order, as many as the shape has. */
export interface TensorToStore {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Int8Array | Uint8Array;
}

/** How floats are stored. */
export type FloatStorage = "F32" | "F16" | "I8";

export interface WriteSafetensorsOptions {
  /**
   * How Float32Arrays are stored: F16 takes half the space and rounds to nearest even; I8 takes a quarter, with a byte
   * for each value of a matrix and an F32 for each row, a tensor "<name>_scale". Default F32.
   */
  readonly dtype?: FloatStorage | undefined;
}

// The reference implementation's order: the widest first, so that all data are aligned.
const DTYPE_ORDER = ["F32", "I32", "F16", "I8", "U8"] as const;
type WrittenDtype = (typeof DTYPE_ORDER)[number];

/**
 * Writes a safetensors file. The same tensors give the same bytes, whatever their order, and the
 * bytes that the reference implementation gives: tensors by element size, then by name.
 *
 * Float32Array is stored as `dtype` says, Int32Array as I32, Int8Array as I8, Uint8Array as U8.
 * @param metadata  such as { format: "pt" }
 * @throws {ShapeError} when a tensor's data has not the length of its shape
 * @throws {CheckpointError} when a name cannot be written, or a finite value is too large for F16
 * Source: https://github.com/huggingface/safetensors, README and src/tensor.rs
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorToStore>,
  metadata: Readonly<Record<string, string>> = {},
  options: WriteSafetensorsOptions = {},
): Uint8Array {
  const { dtype: floats = "F32" } = options;
  for (const [name, { shape, data }] of tensors) checkShape(name, shape, data.length);
  const entries = [...(floats === "I8" ? toInt8Rows(tensors) : tensors)].map(([name, tensor]) => {
    const { shape, data } = tensor;
    const dtype = writtenDtype(data, floats === "F16" ? "F16" : "F32");
    return { name, shape, data, dtype, size: data.length * dtypeSize(dtype) };
  });
  const rank = (dtype: WrittenDtype) => DTYPE_ORDER.indexOf(dtype);
  entries.sort((a, b) => rank(a.dtype) - rank(b.dtype) || compare(a.name, b.name));

  const members: string[] = [];
  const notes = Object.entries(metadata).sort(([a], [b]) => compare(a, b));
  if (notes.length > 0) {
    const pairs = notes.map(
      ([key, value]) => `${jsonKey(key, "metadata key")}:${jsonText(value, "metadata")}`,
    );
    members.push(`"${METADATA_KEY}":{${pairs.join()}}`);
  }
  let dataSize = 0;
  for (const { name, shape, dtype, size } of entries) {
    const info = { dtype, shape, data_offsets: [dataSize, dataSize + size] };
    members.push(`${jsonKey(name, "tensor name")}:${JSON.stringify(info)}`);
    dataSize += size;
  }
  const header = new TextEncoder().encode(`{${members.join()}}`);
  const headerSize = Math.ceil(header.length / LENGTH_BYTES) * LENGTH_BYTES;
  if (headerSize > MAX_HEADER_BYTES) {
    throw new CheckpointError(
      `writeSafetensors: the header must be at most ${MAX_HEADER_BYTES} bytes, got ${headerSize}. ` +
        "Write fewer tensors to a file, or less metadata.",
    );
  }

  const bytes = new Uint8Array(LENGTH_BYTES + headerSize + dataSize);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerSize), true);
  bytes.set(header, LENGTH_BYTES);
  bytes.fill(0x20, LENGTH_BYTES + header.length, LENGTH_BYTES + headerSize);
  let position = LENGTH_BYTES + headerSize;
  for (const { name, data, dtype, size } of entries) {
    const values = dtype === "F16" ? halves(name, data) : data;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position);
    position += size;
  }
  return bytes;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writtenDtype(data: TensorToStore["data"], floats: "F32" | "F16"): WrittenDtype {
  if (data instanceof Float32Array) return floats;
  if (data instanceof Int32Array) return "I32";
  return data instanceof Int8Array ? "I8" : "U8";
}

function checkShape(name: string, shape: readonly number[], length: number): void {
  const count = shape.reduce((product, dimension) => product * dimension, 1);
  if (shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    if (count === length) return;
  }
  throw new ShapeError(
    `writeSafetensors: data of tensor ${describeValue(name)} must have as many values as shape ` +
      `${describeValue(shape)}, got ${length}. Pass the shape of the data.`,
  );
}

function jsonKey(key: string, what: string): string {
  if (key === METADATA_KEY || key === FORBIDDEN_KEY) {
    throw new CheckpointError(
      `writeSafetensors: a ${what} must be other than "${key}", got that one. Rename it.`,
    );
  }
  return jsonText(key, what);
}

function jsonText(text: string, what: string): string {
  // A lone surrogate has no UTF-8.
  if (typeof text !== "string" || /\p{Surrogate}/u.test(text)) {
    throw new CheckpointError(
      `writeSafetensors: ${what} must be a string of Unicode characters, got ` +
        `${describeValue(text)}. Convert it to one.`,
    );
  }
  return JSON.stringify(text);
}

function halves(name: string, data: TensorToStore["data"]): Uint16Array {
  const values = Float32Array.from(data);
  const index = values.findIndex(
    (value) => Number.isFinite(value) && Math.abs(value) >= HALF_OVERFLOW,
  );
  if (index >= 0) {
    throw new CheckpointError(
      `writeSafetensors: tensor ${describeValue(name)} must have values below ${HALF_OVERFLOW} for F16, ` +
        `got ${values[index]} at index ${index}. Write it as F32.`,
    );
  }
  return floatToHalf(values);
}
