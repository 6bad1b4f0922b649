import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { indexOutOfRange } from "@unroll/core";

/**
 * Checks what a kernel said of the indices it was given.
 *
 * @param wrong  the place of the first that is not in 0..size-1, or -1
 * @throws {DataError} naming the kernel, its input, and that index
 */
export function requireInRange(
  kernel: string,
  input: string,
  indices: TensorInfo,
  wrong: number,
  size: number,
  backend: BackendWasm,
): void {
  if (wrong < 0) return;
  const index = backend.readSync(indices.dataId)[wrong] as number;
  throw indexOutOfRange(kernel, input, wrong, index, size);
}
