import { describeValue } from "./describe-value.ts";
import { decodeData, type StoredData } from "./dtypes.ts";
import { readHeader } from "./safetensors-header.ts";

/** The values of a tensor, wherever they come from. */
export interface TensorValues {
  readonly shape: readonly number[];
  /** In row-major order. */
  readonly data: StoredData;
}

/** A tensor as it stands in a file. */
export interface StoredTensor extends TensorValues {
  /** The element type in the file, such as "F32"; `data` may be a wider one. */
  readonly dtype: string;
  /**
   * In row-major order; where possible a view of the file's bytes. Decoded when it is first asked for: what
   * cannot be read here spoils nothing else.
   * @throws {CheckpointError} when the dtype is none of {@link SafetensorsDtype}, or an I64 value is too large
   */
  readonly data: StoredData;
}

/** The content of a safetensors file. */
export interface SafetensorsFile {
  /** In the order of their data. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Its path or URL, for error messages. */
  readonly where: string;
}

/**
 * Reads a safetensors file. Nothing is executed, and nothing is allocated before all that the
 * header says of it has been checked against the bytes that are there.
 *
 * F32, F64, I32, U32, I16, U16, I8, U8 and BOOL are views of `bytes` where these are aligned, as in
 * every file that safetensors or this library writes; F16, BF16 and I64 are converted copies. A tensor of
 * another dtype (F8_E4M3, ...) is there by its name, dtype and shape.
 * @param where  the file's path or URL, for error messages
 * @throws {CheckpointError} when the bytes are not a whole, consistent safetensors file
 * Source: https://github.com/huggingface/safetensors, README and src/tensor.rs
 */
export function parseSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  const { tensors: entries, metadata } = readHeader(bytes, where);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    const place = `${where}: tensor ${describeValue(name)} (bytes ${begin} to ${end})`;
    let data: StoredData | undefined;
    tensors.set(name, {
      dtype,
      shape,
      get data() {
        data ??= decodeData(dtype, bytes.subarray(begin, end), place);
        return data;
      },
    });
  }
  return { tensors, metadata, where };
}
