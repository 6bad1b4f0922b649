import { type DataType, Tensor } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";
import { requireAlive } from "../kernels/require-alive.ts";

/**
 * @param what   the argument, such as "x"
 * @param dtype  default: any
 * @throws {ShapeError} unless it is a tensor of this dtype: tfjs would say less, or nothing
 * @throws {DataError} when it is disposed
 */
export function requireTensor(
  where: string,
  what: string,
  value: unknown,
  dtype?: DataType,
): asserts value is Tensor {
  if (!(value instanceof Tensor)) {
    const actual = Array.isArray(value) ? "an array" : value === null ? "null" : typeof value;
    throw new ShapeError(
      `${where}: ${what} must be a tensor, got ${actual}. Make one with tensor(...) of @tensorflow/tfjs-core.`,
    );
  }
  requireAlive(where, what, value);
  if (dtype !== undefined && value.dtype !== dtype) {
    throw new ShapeError(`${where}: ${what} must be ${dtype}, got ${value.dtype}. Cast it first.`);
  }
}
