import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { DataError } from "@unroll/core";

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
  const index = backend.readSync(indices.dataId)[wrong];
  throw new DataError(
    `${kernel}: ${input}[${wrong}] must be in 0..${size - 1}, got ${index}. Check what made the ${input}.`,
  );
}
