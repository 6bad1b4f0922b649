import type { CellValues, ReferenceCell } from "./cell.ts";
import {
  add,
  type Matrix,
  map,
  part,
  sigmoid,
  times,
  transposedTimes,
  type Vector,
} from "./linear-algebra.ts";

type Reserve = { gates: Vector; cells: Vector };

/** LSTM.  c' = f*c + i*g;  h' = o*tanh(c'). Gates are i, f, g, o after their activations. */
export const lstm: ReferenceCell = {
  gates: 4,
  states: ["h", "c"],
  reserve: { gates: 4, cells: 1 },
  step(x, { h, c: before = [] }, weights) {
    const a = gateInputs(x, h, weights);
    const [i, f, o] = [0, 1, 3].map((gate) => part(a, gate, 4).map(sigmoid)) as Gates;
    const g = part(a, 2, 4).map(Math.tanh);
    const c = map((f, c, i, g) => f * c + i * g, f, before, i, g);
    const state = { h: map((o, c) => o * Math.tanh(c), o, c), c };
    return { state, reserve: { gates: [...i, ...f, ...g, ...o], cells: c } };
  },
  gradient: {
    saved: ["gates", "cells"],
    initial: ["c0"],
    dHidden: false,
    multiplied: () => ["previous", "previous", "previous", "previous"],
    step({ h: dh, c: dcLater = [] }, here, start, first, weightHh) {
      const { gates, cells } = here as Reserve;
      const [i, f, g, o] = [0, 1, 2, 3].map((gate) => part(gates, gate, 4)) as [...Gates, Vector];
      const before = (start ? start.cells : first.c0) as Vector;
      const squashed = cells.map(Math.tanh);
      const dc = map((dc, dh, o, s) => dc + dh * o * (1 - s * s), dcLater, dh, o, squashed);
      const dGates = [
        ...map((dc, g, i) => dc * g * i * (1 - i), dc, g, i),
        ...map((dc, c, f) => dc * c * f * (1 - f), dc, before, f),
        ...map((dc, i, g) => dc * i * (1 - g * g), dc, i, g),
        ...map((dh, s, o) => dh * s * o * (1 - o), dh, squashed, o),
      ];
      const d = { h: transposedTimes(weightHh, dGates), c: map((dc, f) => dc * f, dc, f) };
      return { d, dGates };
    },
  },
};

/** Gers & Schmidhuber 2000: i and f see the old c, o sees the new c. */
export const peepholeLstm: ReferenceCell = {
  gates: 4,
  states: ["h", "c"],
  reserve: {},
  step(x, { h, c: before = [] }, weights) {
    const a = gateInputs(x, h, weights);
    const open = (gate: number, name: string, c: Vector) =>
      map((a, p, c) => sigmoid(a + p * c), part(a, gate, 4), weights[name] as Vector, c);
    const [i, f] = [open(0, "weightCi", before), open(1, "weightCf", before)];
    const g = part(a, 2, 4).map(Math.tanh);
    const c = map((f, c, i, g) => f * c + i * g, f, before, i, g);
    return { state: { h: map((o, c) => o * Math.tanh(c), open(3, "weightCo", c), c), c } };
  },
};

/** Sak 2014: h' = P (o*tanh(c')). */
export const projectedLstm: ReferenceCell = {
  ...{ gates: 4, states: ["h", "c"], reserve: {} },
  step(x, start, weights) {
    const { h, c = [] } = lstm.step(x, start, weights, {}).state;
    return { state: { h: times(weights.weightHr as Matrix, h), c } };
  },
};

type Gates = [Vector, Vector, Vector];

const gateInputs = (x: Vector, h: Vector, { weightIh, weightHh, biasIh, biasHh }: CellValues) =>
  add(times(weightIh, x), biasIh, times(weightHh, h), biasHh);
