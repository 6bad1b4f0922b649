import { dispose, keep, reshape, Tensor, tensor } from "@tensorflow/tfjs-core";
import type { StoredTensor } from "../storage/safetensors.ts";
import type { TensorToStore } from "../storage/safetensors-writer.ts";
import { isBranch, mapLeaves, tensorsIn } from "./tensor-tree.ts";

/** In a stored structure, the key of an object that stands for a tensor. */
const TENSOR = "$tensor";

/**
 * A state for the next batch: the same values, cut from the graph. Its tensors are its own, whatever the
 * loss returned (the state it was given, a part of the batch, a parameter), and outlive the step's tidy.
 */
export function carry<State>(state: State): State {
  const own = (leaf: unknown) => (leaf instanceof Tensor ? keep(reshape(leaf, leaf.shape)) : leaf);
  return mapLeaves(state, own) as State;
}

/** Frees the tensors of a state. */
export function disposeState(state: unknown): void {
  dispose(tensorsIn(state));
}

/** A state as a checkpoint holds it: tensors by name, and its structure with those names in their places. */
export interface StoredState {
  structure: unknown;
  tensors: Readonly<Record<string, TensorToStore>>;
}

/** Copies a state off the device. */
export async function storeState(state: unknown): Promise<StoredState> {
  const tensors: Record<string, TensorToStore> = {};
  const reads: Promise<void>[] = [];
  const structure = mapLeaves(state, (leaf, path) => {
    if (!(leaf instanceof Tensor)) return leaf;
    reads.push(
      leaf.data().then((data) => {
        tensors[path] = { shape: leaf.shape, data: (data as Float32Array).slice() };
      }),
    );
    return { [TENSOR]: path };
  });
  await Promise.all(reads);
  return { structure, tensors };
}

/** The names of the tensors in a stored structure. */
export function stateNames(structure: unknown): string[] {
  const name = tensorName(structure);
  if (name !== undefined) return [name];
  return isBranch(structure) ? Object.values(structure).flatMap(stateNames) : [];
}

/** Makes a stored state again. The caller disposes it. */
export function restoreState(
  structure: unknown,
  tensors: Readonly<Record<string, StoredTensor>>,
): unknown {
  const name = tensorName(structure);
  if (name !== undefined) {
    const { shape, data, dtype } = tensors[name] as StoredTensor;
    // A copy: the device may keep the array it is given.
    return tensor(
      data.slice(),
      [...shape],
      ({ I32: "int32", U8: "bool" } as const)[dtype as "I32"],
    );
  }
  if (Array.isArray(structure)) return structure.map((node) => restoreState(node, tensors));
  if (!isBranch(structure)) return structure;
  return Object.fromEntries(
    Object.entries(structure).map(([key, node]) => [key, restoreState(node, tensors)]),
  );
}

function tensorName(node: unknown): string | undefined {
  if (!isBranch(node) || !(TENSOR in node)) return undefined;
  return typeof node[TENSOR] === "string" ? node[TENSOR] : undefined;
}
