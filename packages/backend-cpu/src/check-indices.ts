import { indexOutOfRange } from "@unroll/core";

/**
 * Checks that indices name rows of a table.
 *
 * @throws {DataError} naming the kernel and the first index outside 0..size-1
 */
export function checkIndices(kernel: string, indices: Int32Array, size: number): void {
  for (let n = 0; n < indices.length; n++) checkIndex(kernel, "indices", indices, n, size);
}

/** The same for the index at place n of an input of this name. */
export function checkIndex(
  kernel: string,
  input: string,
  indices: Int32Array,
  n: number,
  size: number,
): void {
  const index = indices[n]!;
  if (index >= 0 && index < size) return;
  throw indexOutOfRange(kernel, input, n, index, size);
}
