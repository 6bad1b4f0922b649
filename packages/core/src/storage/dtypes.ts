import { CheckpointError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import { bfloatToFloat, halfToFloat } from "./half.ts";

/** The values of a stored tensor, as its dtype is read. */
export type StoredData =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** The element types of safetensors that are read here. F16 and BF16 are read as Float32Array, I64
 *  as Int32Array, BOOL as Uint8Array. */
export type SafetensorsDtype = keyof typeof DTYPES;

interface Dtype {
  readonly size: number;
  /** Little-endian bytes -> values. A view where the bytes are aligned, else a copy. */
  readonly decode: (bytes: Uint8Array, where: string) => StoredData;
}

const DTYPES = {
  F64: { size: 8, decode: (bytes) => view(Float64Array, bytes) },
  F32: { size: 4, decode: (bytes) => view(Float32Array, bytes) },
  F16: { size: 2, decode: (bytes) => halfToFloat(view(Uint16Array, bytes)) },
  BF16: { size: 2, decode: (bytes) => bfloatToFloat(view(Uint16Array, bytes)) },
  I64: { size: 8, decode: int64ToInt32 },
  I32: { size: 4, decode: (bytes) => view(Int32Array, bytes) },
  I16: { size: 2, decode: (bytes) => view(Int16Array, bytes) },
  I8: { size: 1, decode: (bytes) => view(Int8Array, bytes) },
  U32: { size: 4, decode: (bytes) => view(Uint32Array, bytes) },
  U16: { size: 2, decode: (bytes) => view(Uint16Array, bytes) },
  U8: { size: 1, decode: (bytes) => view(Uint8Array, bytes) },
  BOOL: { size: 1, decode: (bytes) => view(Uint8Array, bytes) },
} satisfies Record<string, Dtype>;

export function isSafetensorsDtype(name: string): name is SafetensorsDtype {
  return Object.hasOwn(DTYPES, name);
}

/** Bytes of one element. */
export function dtypeSize(dtype: SafetensorsDtype): number {
  return DTYPES[dtype].size;
}

/**
 * @param where  file and tensor, for errors
 * @throws {CheckpointError} when the dtype is not read here, or an I64 does not fit
 */
export function decodeData(dtype: string, bytes: Uint8Array, where: string): StoredData {
  if (!isSafetensorsDtype(dtype)) {
    throw new CheckpointError(
      `${where}: the dtype must be one of ${Object.keys(DTYPES).join(", ")}, got ${describeValue(dtype)}. ` +
        "Convert the tensor to F32 before saving it, or leave it out.",
    );
  }
  return DTYPES[dtype].decode(bytes, where);
}

interface TypedArray<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

// The host is taken to be little-endian, as tfjs does.
function view<T>(Values: TypedArray<T>, bytes: Uint8Array): T {
  const size = Values.BYTES_PER_ELEMENT;
  // Not bytes.slice(): Node's Buffer overrides it with one that does not copy.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new Values(aligned.buffer, aligned.byteOffset, bytes.length / size);
}

function int64ToInt32(bytes: Uint8Array, where: string): Int32Array {
  const words = view(Int32Array, bytes);
  const out = new Int32Array(words.length / 2);
  for (let i = 0; i < out.length; i++) {
    const low = words[2 * i] as number;
    if (words[2 * i + 1] !== low >> 31) {
      const value = new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(8 * i, true);
      throw new CheckpointError(
        `${where}: an I64 value must be from -2^31 to 2^31 - 1, got ${value} at index ${i}. ` +
          "Save the tensor as F64, or leave it out.",
      );
    }
    out[i] = low;
  }
  return out;
}
