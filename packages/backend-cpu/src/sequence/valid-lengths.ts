import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { integers } from "../tensor-data.ts";

/** Every row's number of valid steps, [batch]: what is given, or all steps of each row. */
export function validLengths(
  backend: MathBackendCPU,
  { lengths }: { lengths?: TensorInfo | undefined },
  batch: number,
  timeSteps: number,
): Int32Array {
  return lengths ? integers(backend, lengths) : new Int32Array(batch).fill(timeSteps);
}
