import type { ReferenceCell } from "./cell.ts";
import { add, map, part, sigmoid, times, type Vector } from "./linear-algebra.ts";

type Reserve = { gates: Vector; cells: Vector };

/** SSRU.  c' = f*c + (1-f)*g;  h' = relu(c'). Gates are f after its sigmoid, and g. */
export const ssru: ReferenceCell = {
  gates: 2,
  states: ["h", "c"],
  recurrent: false,
  reserve: { gates: 2, cells: 1 },
  step(x, { c: before = [] }, { weightIh, biasIh }) {
    const a = add(times(weightIh, x), biasIh);
    const f = part(a, 0, 2).map(sigmoid);
    const g = part(a, 1, 2);
    const c = map((f, c, g) => f * c + (1 - f) * g, f, before, g);
    // Math.max keeps NaN.
    const state = { h: c.map((value) => Math.max(0, value)), c };
    return { state, reserve: { gates: [...f, ...g], cells: c } };
  },
  gradient: {
    saved: ["gates", "cells"],
    initial: ["c0"],
    dHidden: false,
    multiplied: () => [],
    step({ h: dh, c: dcLater = [] }, here, start, first) {
      const { gates, cells } = here as Reserve;
      const [f, g] = [0, 1].map((gate) => part(gates, gate, 2)) as [Vector, Vector];
      const before = (start ? start.cells : first.c0) as Vector;
      const dc = map((dc, dh, c) => dc + dh * +(c > 0), dcLater, dh, cells);
      const dGates = [
        ...map((dc, c, g, f) => dc * (c - g) * f * (1 - f), dc, before, g, f),
        ...map((dc, f) => dc * (1 - f), dc, f),
      ];
      return { d: { h: dh.map(() => 0), c: map((dc, f) => dc * f, dc, f) }, dGates };
    },
  },
};
