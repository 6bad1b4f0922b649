import type { ReferenceCell } from "./cell.ts";
import { add, map, times, transposedTimes, type Vector } from "./linear-algebra.ts";

/** Elman network.  h' = act(W x + U h + b). */
export const elman: ReferenceCell<{ nonlinearity: "tanh" | "relu" }> = {
  gates: 1,
  states: ["h"],
  reserve: {},
  step(x, { h }, { weightIh, weightHh, biasIh, biasHh }, { nonlinearity }) {
    const a = add(times(weightIh, x), biasIh, times(weightHh, h), biasHh);
    // Math.max keeps NaN.
    return { state: { h: a.map(nonlinearity === "tanh" ? Math.tanh : (v) => Math.max(0, v)) } };
  },
  gradient: {
    saved: ["y"],
    initial: [],
    dHidden: false,
    multiplied: () => ["previous"],
    step({ h: dh }, { y }, _start, _first, weightHh, { nonlinearity }) {
      const slope = nonlinearity === "tanh" ? (h: number) => 1 - h * h : (h: number) => +(h > 0);
      const dGates = map((d, h) => d * slope(h), dh, y as Vector);
      return { d: { h: transposedTimes(weightHh, dGates) }, dGates };
    },
  },
};
