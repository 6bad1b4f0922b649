import { describeValue } from "./describe-value.ts";
import { decodeData, type SafetensorsDtype, type StoredData } from "./dtypes.ts";
import { readHeader } from "./safetensors-header.ts";

/** A tensor as it stands in a file. */
export interface StoredTensor {
  /** The element type in the file; `data` may be a wider one. */
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  /** The values in row-major order; where possible a view of the file's bytes. */
  readonly data: StoredData;
}

/** The content of a safetensors file. */
export interface SafetensorsFile {
  /** In the order of their data. */
  readonly tensors: Map<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

/**
 * Reads a safetensors file. Nothing is executed, and nothing is allocated before all that the
 * header says of it has been checked against the bytes that are there.
 *
 * F32, F64, I32, U32, I16, U16, I8, U8 and BOOL are views of `bytes` where these are aligned, as in
 * every file that safetensors or this library writes; F16, BF16 and I64 are converted copies.
 * @param where  the file's path or URL, for error messages
 * @throws {CheckpointError} when the bytes are not a whole, consistent safetensors file
 * Source: https://github.com/huggingface/safetensors, README and src/tensor.rs
 */
export function parseSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  const { tensors: entries, metadata } = readHeader(bytes, where);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    const place = `${where}: tensor ${describeValue(name)} (bytes ${begin} to ${end})`;
    tensors.set(name, { dtype, shape, data: decodeData(dtype, bytes.subarray(begin, end), place) });
  }
  return { tensors, metadata };
}
