import type { Sequence } from "@unroll/core";
import { cells } from "../cells/table.ts";

/** The kinds of layers that PyTorch has, by their names in a file. */
export const fileKinds = ["rnn", "lstm", "gru"] as const;
export type FileKind = (typeof fileKinds)[number];

/** What a file says of its recurrent layer. */
export interface NetworkOptions {
  kind: FileKind;
  inputSize: number;
  hiddenSize: number;
  numLayers?: number | null | undefined;
  bidirectional?: boolean | null | undefined;
  bias?: boolean | null | undefined;
  projSize?: number | null | undefined;
  nonlinearity?: "tanh" | "relu" | null | undefined;
  resetAfter?: boolean | null | undefined;
  peephole?: boolean | null | undefined;
  /** Walks time backwards; not in a file. */
  reverse?: boolean | undefined;
}

/** Rows of the weights for each unit. */
export const gatesOf = (kind: FileKind): number => cells[kind].reference.gates;

/** Core's layer for these options, its weights still 0. */
export function makeNetwork({ kind, ...options }: NetworkOptions): Sequence {
  const layer = {
    inputSize: options.inputSize,
    hiddenSize: options.hiddenSize,
    numLayers: options.numLayers ?? 1,
    bidirectional: options.bidirectional ?? false,
    reverse: options.reverse ?? false,
    bias: options.bias ?? true,
    rng: null,
  };
  if (options.projSize) {
    return cells["lstm-projection"].make({ ...layer, projSize: options.projSize });
  }
  if (options.peephole) return cells["lstm-peephole"].make(layer);
  const { nonlinearity, resetAfter } = options;
  // A layer takes of these what its formula has.
  return cells[kind].make({
    ...layer,
    nonlinearity: nonlinearity ?? "tanh",
    resetAfter: resetAfter ?? true,
  });
}
