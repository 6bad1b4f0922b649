import type { TensorJson } from "../verify/schema.ts";
import { reorderGates } from "./gate-order.ts";

/**
 * Keras' weights in PyTorch's layout: kernel [inputs, gates*units] and recurrent kernel are
 * transposed.
 *
 * @param order  which of Keras' gates comes first in PyTorch's, which second, ...
 * @param bias  one row [gates*units], or with reset_after two: input and recurrent bias
 */
export function fromKeras(
  order: readonly number[],
  kernel: TensorJson,
  recurrentKernel: TensorJson,
  bias: readonly number[][],
): Record<string, TensorJson> {
  const [input = [], recurrent = input.map(() => 0)] = bias;
  return {
    weight_ih_l0: reorderGates(transpose(kernel), order),
    weight_hh_l0: reorderGates(transpose(recurrentKernel), order),
    bias_ih_l0: reorderGates({ shape: [input.length], data: [...input] }, order),
    bias_hh_l0: reorderGates({ shape: [recurrent.length], data: [...recurrent] }, order),
  };
}

function transpose({ shape, data }: TensorJson): TensorJson {
  const [rows = 0, columns = 0] = shape;
  return {
    shape: [columns, rows],
    data: data.map((_, k) => data[(k % rows) * columns + Math.floor(k / rows)] ?? Number.NaN),
  };
}
