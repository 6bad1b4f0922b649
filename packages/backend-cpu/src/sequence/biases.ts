import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { floats } from "../tensor-data.ts";

/** A bias of `size` numbers: what is given, or zeros. */
export function biasOrZeros(
  backend: MathBackendCPU,
  bias: TensorInfo | undefined,
  size: number,
): Float32Array {
  return bias ? floats(backend, bias) : new Float32Array(size);
}

/** Both biases added up. */
export function sumOfBiases(
  backend: MathBackendCPU,
  { biasIh, biasHh }: { biasIh?: TensorInfo; biasHh?: TensorInfo },
  size: number,
): Float32Array {
  const first = biasOrZeros(backend, biasIh, size);
  const second = biasOrZeros(backend, biasHh, size);
  return first.map((value, n) => value + second[n]!);
}
