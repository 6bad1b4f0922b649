import { type Tensor1D, type Tensor2D, tensor1d, tensor2d, where } from "@tensorflow/tfjs-core";

/** Places in a matrix as kernels take them: in order, and undefined where there are none. */
export function bannedPlaces(places: readonly number[]): Tensor1D | undefined {
  return places.length === 0 ? undefined : tensor1d(Int32Array.from(places).sort(), "int32");
}

/** The same matrix with -Infinity at these places. */
export function withoutPlaces(matrix: Tensor2D, places: readonly number[]): Tensor2D {
  if (places.length === 0) return matrix;
  const mask = new Uint8Array(matrix.size);
  for (const place of places) mask[place] = 1;
  return where(tensor2d(mask, matrix.shape, "bool"), Number.NEGATIVE_INFINITY, matrix);
}
