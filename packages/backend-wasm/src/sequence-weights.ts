import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Runtime } from "./runtime.ts";

// Where the packed weights of a sequence lie. They are packed when they are first needed.

/** weights [gates*hidden, depth] for the forward pass. */
export function gateWeights(
  { module, heap, packed }: Runtime,
  weights: TensorInfo,
  hidden: number,
): number {
  const [rows, depth] = weights.shape as [number, number];
  const gates = rows / hidden;
  return packed.get(
    weights,
    "forward",
    () => module.packedGatesBytes(gates, hidden, depth),
    (to) => module.packGates(heap.addressOf(weights), gates, hidden, depth, to),
  );
}

/** Recurrent weights [gates*hidden, hidden] for the backward pass. */
export function gateWeightsBack(
  { module, heap, packed }: Runtime,
  weights: TensorInfo,
  hidden: number,
): number {
  const gates = (weights.shape[0] as number) / hidden;
  return packed.get(
    weights,
    "backward",
    () => module.packedGatesBackBytes(gates, hidden),
    (to) => module.packGatesBack(heap.addressOf(weights), gates, hidden, to),
  );
}

/** A GRU's recurrent weights [3*hidden, hidden]: those of r and z, and those of n by themselves. */
export function gruWeights(
  { module, heap, packed }: Runtime,
  weights: TensorInfo,
  hidden: number,
): { rz: number; n: number } {
  const candidate = () => heap.addressOf(weights) + 4 * 2 * hidden * hidden;
  return {
    rz: packed.get(
      weights,
      "forward r, z",
      () => module.packedGatesBytes(2, hidden, hidden),
      (to) => module.packGates(heap.addressOf(weights), 2, hidden, hidden, to),
    ),
    n: packed.get(
      weights,
      "forward n",
      () => module.packedGatesBytes(1, hidden, hidden),
      (to) => module.packGates(candidate(), 1, hidden, hidden, to),
    ),
  };
}

/** The same for the backward pass. */
export function gruWeightsBack(
  { module, heap, packed }: Runtime,
  weights: TensorInfo,
  hidden: number,
): { rz: number; n: number } {
  const candidate = () => heap.addressOf(weights) + 4 * 2 * hidden * hidden;
  return {
    rz: packed.get(
      weights,
      "backward r, z",
      () => module.packedGatesBackBytes(2, hidden),
      (to) => module.packGatesBack(heap.addressOf(weights), 2, hidden, to),
    ),
    n: packed.get(
      weights,
      "backward n",
      () => module.packedGatesBackBytes(1, hidden),
      (to) => module.packGatesBack(candidate(), 1, hidden, to),
    ),
  };
}
