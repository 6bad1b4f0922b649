import { elman, gru, lstm, peepholeLstm, projectedLstm, ssru } from "@unroll/core";
import { elman as elmanReference } from "../reference/elman.ts";
import { gru as gruReference } from "../reference/gru.ts";
import {
  lstm as lstmReference,
  peepholeLstm as peepholeReference,
  projectedLstm as projectedReference,
} from "../reference/lstm.ts";
import { ssru as ssruReference } from "../reference/ssru.ts";
import type { CellKind } from "./cell-kind.ts";

/** The kinds of cells that every backend runs, by their names in golden files. */
export const cells = {
  rnn: {
    name: "Elman",
    make: elman,
    reference: elmanReference,
    variants: [
      { name: "tanh", options: { nonlinearity: "tanh" } },
      {
        name: "relu",
        options: { nonlinearity: "relu" },
        gain: 1, // relu has no upper bound: the state must not blow up
        // Whether relu's slope 0 stops a NaN is left open: 0 * NaN and a selection are both right.
        stopsNaN: ["dy", "dhN", "y", "weightHh"],
      },
    ],
    kernels: { forward: "UnrollElman", gradient: "UnrollElmanGrad" },
    onnx: { operator: "RNN", gates: [0], activations: ["Tanh"] },
  } satisfies CellKind<{ nonlinearity: "tanh" | "relu" }>,
  lstm: {
    name: "LSTM",
    make: lstm,
    reference: lstmReference,
    variants: [{ name: "", options: {} }],
    kernels: { forward: "UnrollLstm", gradient: "UnrollLstmGrad" },
    keras: { gates: [0, 1, 2, 3] }, // i, f, c, o
    onnx: { operator: "LSTM", gates: [0, 2, 3, 1], activations: ["Sigmoid", "Tanh", "Tanh"] }, // i, o, f, c
  } satisfies CellKind,
  "lstm-peephole": {
    name: "LSTM, peepholes",
    make: peepholeLstm,
    reference: peepholeReference,
    variants: [{ name: "", options: {} }],
  } satisfies CellKind,
  "lstm-projection": {
    name: "LSTM, projection",
    make: (options) => projectedLstm(options),
    reference: projectedReference,
    variants: [{ name: "", options: { projSize: 2 } }],
  } satisfies CellKind<{ projSize: number }>,
  gru: {
    name: "GRU",
    make: gru,
    reference: gruReference,
    variants: [
      { name: "reset after", options: { resetAfter: true } },
      // `hidden` is r*h then, which a kernel may as well form from r and h.
      { name: "reset before", options: { resetAfter: false }, stopsNaN: ["hidden"] },
    ],
    kernels: { forward: "UnrollGru", gradient: "UnrollGruGrad" },
    keras: { gates: [1, 0, 2] }, // z, r, h
    onnx: { operator: "GRU", gates: [1, 0, 2], activations: ["Sigmoid", "Tanh"] }, // z, r, h
  } satisfies CellKind<{ resetAfter: boolean }>,
  ssru: {
    name: "SSRU",
    make: ssru,
    reference: ssruReference,
    variants: [
      // Whether relu's slope 0 stops a NaN is left open, as in the Elman network.
      { name: "", options: {}, stopsNaN: ["dy", "dhN", "cells"] },
    ],
    kernels: { forward: "UnrollSsru", gradient: "UnrollSsruGrad" },
  } satisfies CellKind,
} as const;

type CellName = keyof typeof cells;

export const cellKinds: readonly CellKind[] = Object.values(cells);

/** The kernels of the cells in the table. */
export type CellKernelName = Extract<
  (typeof cells)[CellName],
  { kernels: object }
>["kernels"][keyof { forward: 0; gradient: 0 }];
