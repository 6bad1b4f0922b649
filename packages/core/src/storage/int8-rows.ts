import { CheckpointError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import type { StoredTensor, TensorValues } from "./safetensors.ts";

/** The largest code. Codes are symmetric: -128 is not used. */
const LARGEST = 127;

/** The tensor that holds the scales of another, one for each row, as the format compressed-tensors names it. */
const scaleName = (name: string) => `${name}_scale`;

/** Codes, or their scales. */
interface QuantizedPart {
  readonly shape: readonly number[];
  readonly data: Int8Array | Float32Array;
}

/**
 * A matrix as a byte for each value and a scale for each row.  value = scale[row] * code
 *
 * The scale is the row's largest magnitude / 127, so a value is off by half of that at most. What has a single axis,
 * such as a bias, is small and stays as it is.
 *
 * @throws {CheckpointError} when a value is not finite, or the name of the scales is taken
 */
export function toInt8Rows<T extends TensorValues>(
  tensors: ReadonlyMap<string, T>,
): Map<string, T | QuantizedPart> {
  const stored = new Map<string, T | QuantizedPart>();
  for (const [name, tensor] of tensors) {
    const { shape, data } = tensor;
    if (!(data instanceof Float32Array) || shape.length < 2) {
      stored.set(name, tensor);
      continue;
    }
    if (tensors.has(scaleName(name))) {
      throw new CheckpointError(
        `writeSafetensors: with I8 the name ${describeValue(scaleName(name))} must be free for the scales of ` +
          `${describeValue(name)}, got a tensor of that name. Rename it, or write F16.`,
      );
    }
    const [rows = 0] = shape;
    const { codes, scales } = quantize(name, data, rows);
    stored.set(name, { shape, data: codes });
    stored.set(scaleName(name), { shape: [rows, 1], data: scales });
  }
  return stored;
}

/**
 * The tensors of a file, those that are stored as bytes with a scale for each row as the values they stand for.
 * @throws {CheckpointError} when the scales are not one F32 for each row
 */
export function fromInt8Rows(
  tensors: ReadonlyMap<string, TensorValues>,
  where: string,
): Map<string, TensorValues> {
  const values = new Map(tensors);
  for (const [name, tensor] of tensors) {
    const scales = tensors.get(scaleName(name));
    if (dtypeOf(tensor) !== "I8" || scales === undefined) continue;
    const { shape } = tensor;
    const [rows = 0] = shape;
    if (dtypeOf(scales) !== "F32" || `${scales.shape}` !== `${[rows, 1]}`) {
      throw new CheckpointError(
        `${where}: tensor ${describeValue(scaleName(name))} must be F32 of shape [${rows},1], a scale for each row of ` +
          `${describeValue(name)}, got ${describeValue(dtypeOf(scales))} [${scales.shape}]. Write the file again.`,
      );
    }
    let data: Float32Array | undefined;
    values.delete(scaleName(name));
    values.set(name, {
      shape,
      get data() {
        data ??= dequantize(tensor.data as Int8Array, scales.data as Float32Array);
        return data;
      },
    });
  }
  return values;
}

/** How it stands in a file; undefined for values from elsewhere. */
function dtypeOf(tensor: TensorValues & Partial<StoredTensor>): string | undefined {
  return tensor.dtype;
}

function quantize(
  name: string,
  values: Float32Array,
  rows: number,
): { codes: Int8Array; scales: Float32Array } {
  const codes = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  const columns = values.length / Math.max(1, rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const ofRow = values.subarray(start, start + columns);
    const largest = ofRow.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!Number.isFinite(largest)) {
      throw new CheckpointError(
        `writeSafetensors: tensor ${describeValue(name)} must have finite values for I8, got another in row ${row}. ` +
          "Write it as F32.",
      );
    }
    const scale = Math.fround(largest / LARGEST);
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = 0; i < columns; i++) {
      const code = Math.round((ofRow[i] as number) / scale);
      codes[start + i] = Math.max(-LARGEST, Math.min(LARGEST, code));
    }
  }
  return { codes, scales };
}

function dequantize(codes: Int8Array, scales: Float32Array): Float32Array {
  const values = new Float32Array(codes.length);
  const columns = codes.length / Math.max(1, scales.length);
  scales.forEach((scale, row) => {
    const end = (row + 1) * columns;
    for (let i = row * columns; i < end; i++) values[i] = (codes[i] as number) * scale;
  });
  return values;
}
