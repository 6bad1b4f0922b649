import type { TensorJson } from "../verify/schema.ts";

/**
 * Blocks of rows, one for each gate, in another order.
 * @param order  which block comes first, which second, ...
 */
export function reorderGates({ shape, data }: TensorJson, order: readonly number[]): TensorJson {
  const size = data.length / order.length;
  return { shape, data: order.flatMap((from) => data.slice(from * size, (from + 1) * size)) };
}
