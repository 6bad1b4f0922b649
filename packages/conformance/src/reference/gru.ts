import type { ReferenceCell } from "./cell.ts";
import { add, map, part, sigmoid, times, transposedTimes, type Vector } from "./linear-algebra.ts";

type Reserve = { gates: Vector; hidden: Vector; previous: Vector };

/**
 * GRU.  h' = (1-z)*n + z*h.  Gates are r, z, n after their activations.
 * resetAfter:  n = tanh(W x + b_in + r*(U h + b_hn)), hidden = U h + b_hn;
 * otherwise:   n = tanh(W x + b_in + U (r*h) + b_hn), hidden = r*h.
 */
export const gru: ReferenceCell<{ resetAfter: boolean }> = {
  gates: 3,
  states: ["h"],
  reserve: { gates: 3, hidden: 1 },
  step(x, { h }, { weightIh, weightHh, biasIh, biasHh }, { resetAfter }) {
    const a = add(times(weightIh, x), biasIh);
    const recurrent = (gate: number, state: Vector) =>
      add(times(part(weightHh, gate, 3), state), part(biasHh, gate, 3));
    const r = add(part(a, 0, 3), recurrent(0, h)).map(sigmoid);
    const z = add(part(a, 1, 3), recurrent(1, h)).map(sigmoid);
    const reset = map((r, h) => r * h, r, h);
    const candidate = resetAfter ? map((r, u) => r * u, r, recurrent(2, h)) : recurrent(2, reset);
    const n = add(part(a, 2, 3), candidate).map(Math.tanh);
    return {
      state: { h: map((z, n, h) => (1 - z) * n + z * h, z, n, h) },
      reserve: { gates: [...r, ...z, ...n], hidden: resetAfter ? recurrent(2, h) : reset },
    };
  },
  gradient: {
    saved: ["gates", "hidden", "previous"],
    initial: [],
    dHidden: true,
    multiplied: ({ resetAfter }) => ["previous", "previous", resetAfter ? "previous" : "hidden"],
    step({ h: dh }, here, _start, _first, weightHh, { resetAfter }) {
      const { gates, hidden: u, previous: h } = here as Reserve;
      const [r, z, n] = [0, 1, 2].map((gate) => part(gates, gate, 3)) as [Vector, Vector, Vector];
      const back = (gate: number, d: Vector) => transposedTimes(part(weightHh, gate, 3), d);
      const dn = map((dh, z, n) => dh * (1 - z) * (1 - n * n), dh, z, n);
      const dz = map((dh, h, n, z) => dh * (h - n) * z * (1 - z), dh, h, n, z);
      const dReset = back(2, dn); // at r*h, without resetAfter
      const dr = resetAfter
        ? map((dn, u, r) => dn * u * r * (1 - r), dn, u, r)
        : map((d, h, r) => d * h * r * (1 - r), dReset, h, r);
      const du = resetAfter ? map((dn, r) => dn * r, dn, r) : dn;
      const dCandidate = resetAfter ? back(2, du) : map((d, r) => d * r, dReset, r);
      const dThrough = map((dh, z) => dh * z, dh, z);
      return {
        d: { h: add(dThrough, back(0, dr), back(1, dz), dCandidate) },
        dGates: [...dr, ...dz, ...dn],
        dHidden: [...dr, ...dz, ...du],
      };
    },
  },
};
