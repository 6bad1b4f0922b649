import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { floatsOrZeros } from "../tensor-data.ts";

/** Both biases added up. */
export function sumOfBiases(
  backend: MathBackendCPU,
  { biasIh, biasHh }: { biasIh?: TensorInfo | undefined; biasHh?: TensorInfo | undefined },
  size: number,
): Float32Array {
  const first = floatsOrZeros(backend, biasIh, size);
  const second = floatsOrZeros(backend, biasHh, size);
  return first.map((value, n) => value + second[n]!);
}
