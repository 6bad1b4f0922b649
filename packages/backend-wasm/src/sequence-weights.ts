import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelModule } from "./module/exports.ts";
import type { Runtime } from "./runtime.ts";

// Where the packed weights of a sequence lie. They are packed when they are first needed.

/** How the module packs gates [gates*hidden, depth] for one of the passes. */
interface Pass {
  bytes(module: KernelModule, gates: number, hidden: number, depth: number): number;
  pack(
    module: KernelModule,
    from: number,
    gates: number,
    hidden: number,
    depth: number,
    to: number,
  ): void;
}

const forward: Pass = {
  bytes: (module, gates, hidden, depth) => module.packedGatesBytes(gates, hidden, depth),
  pack: (module, from, gates, hidden, depth, to) =>
    module.packGates(from, gates, hidden, depth, to),
};

/** Of recurrent weights alone, whose depth is hidden. */
const backward: Pass = {
  bytes: (module, gates, hidden) => module.packedGatesBackBytes(gates, hidden),
  pack: (module, from, gates, hidden, _depth, to) => module.packGatesBack(from, gates, hidden, to),
};

/** weights [gates*hidden, depth] for the forward pass. */
export function gateWeights(runtime: Runtime, weights: TensorInfo, hidden: number): number {
  const gates = (weights.shape[0] as number) / hidden;
  return packedGates(runtime, weights, "forward", forward, 0, gates, hidden);
}

/** Recurrent weights [gates*hidden, hidden] for the backward pass. */
export function gateWeightsBack(runtime: Runtime, weights: TensorInfo, hidden: number): number {
  const gates = (weights.shape[0] as number) / hidden;
  return packedGates(runtime, weights, "backward", backward, 0, gates, hidden);
}

/** A GRU's recurrent weights [3*hidden, hidden]: those of r and z, and those of n by themselves. */
export function gruWeights(
  runtime: Runtime,
  weights: TensorInfo,
  hidden: number,
): { rz: number; n: number } {
  return {
    rz: packedGates(runtime, weights, "forward r, z", forward, 0, 2, hidden),
    n: packedGates(runtime, weights, "forward n", forward, 2, 1, hidden),
  };
}

/** The same for the backward pass. */
export function gruWeightsBack(
  runtime: Runtime,
  weights: TensorInfo,
  hidden: number,
): { rz: number; n: number } {
  return {
    rz: packedGates(runtime, weights, "backward r, z", backward, 0, 2, hidden),
    n: packedGates(runtime, weights, "backward n", backward, 2, 1, hidden),
  };
}

/** `gates` of the gates, from `first` on. `use` is another for each pass and part. */
function packedGates(
  { module, heap, packed }: Runtime,
  weights: TensorInfo,
  use: string,
  { bytes, pack }: Pass,
  first: number,
  gates: number,
  hidden: number,
): number {
  const depth = weights.shape[1] as number;
  return packed.get(
    weights,
    use,
    () => bytes(module, gates, hidden, depth),
    (to) => {
      const from = heap.addressOf(weights) + 4 * first * hidden * depth;
      pack(module, from, gates, hidden, depth, to);
    },
  );
}
