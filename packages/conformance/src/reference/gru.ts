import {
  add,
  at,
  type Cube,
  type Matrix,
  map,
  part,
  sigmoid,
  times,
  transposedTimes,
  type Vector,
  zeroCube,
  zeros,
} from "./linear-algebra.ts";
import { stepsOf } from "./steps.ts";

export interface GruInputs {
  x: Cube;
  weightIh: Matrix;
  weightHh: Matrix;
  biasIh: Vector;
  biasHh: Vector;
  h0: Matrix;
  lengths: Vector;
}

export interface GruOptions {
  reverse: boolean;
  resetAfter: boolean;
}

export interface GruOutputs {
  y: Cube;
  hN: Matrix;
  /** r, z, n after their activations. */
  gates: Cube;
  /** U_n h + b_hn with resetAfter, else r*h. */
  hidden: Cube;
}

/**
 * GRU.  h' = (1-z)*n + z*h.
 * resetAfter:  n = tanh(W x + b_in + r*(U h + b_hn));  otherwise:  n = tanh(W x + b_in + U (r*h) + b_hn).
 */
export function gru(inputs: GruInputs, options: GruOptions): GruOutputs {
  const { x, weightIh, weightHh, biasIh, biasHh, h0, lengths } = inputs;
  const hiddenSize = biasIh.length / 3;
  const timeSteps = x[0]?.length ?? 0;
  const y = zeroCube(x.length, timeSteps, hiddenSize);
  const gates = zeroCube(x.length, timeSteps, 3 * hiddenSize);
  const hidden = zeroCube(x.length, timeSteps, hiddenSize);

  const hN = x.map((row, b) => {
    let h = at(h0, b);
    for (const t of stepsOf(at(lengths, b), options.reverse)) {
      const a = add(times(weightIh, at(row, t)), biasIh);
      const recurrent = (gate: number, state: Vector) =>
        add(times(part(weightHh, gate, 3), state), part(biasHh, gate, 3));
      const r = add(part(a, 0, 3), recurrent(0, h)).map(sigmoid);
      const z = add(part(a, 1, 3), recurrent(1, h)).map(sigmoid);
      const reset = map((r, h) => r * h, r, h);
      const candidate = options.resetAfter
        ? map((r, u) => r * u, r, recurrent(2, h))
        : recurrent(2, reset);
      const n = add(part(a, 2, 3), candidate).map(Math.tanh);
      at(hidden, b)[t] = options.resetAfter ? recurrent(2, h) : reset;
      at(gates, b)[t] = [...r, ...z, ...n];
      h = map((z, n, h) => (1 - z) * n + z * h, z, n, h);
      at(y, b)[t] = h;
    }
    return h;
  });
  return { y, hN, gates, hidden };
}

export interface GruGradInputs {
  dy: Cube;
  dhN: Matrix;
  gates: Cube;
  hidden: Cube;
  /** The state every step started from. */
  previous: Cube;
  weightHh: Matrix;
  lengths: Vector;
}

/** Backward through time: the gradients at W x + b_ih, at the recurrent terms, and at h0. */
export function gruGrad(
  inputs: GruGradInputs,
  options: GruOptions,
): { dGates: Cube; dHidden: Cube; dh0: Matrix } {
  const { dy, dhN, gates, hidden, previous, weightHh, lengths } = inputs;
  const dGates = gates.map((row) => row.map((step) => zeros(step.length)));
  const dHidden = gates.map((row) => row.map((step) => zeros(step.length)));
  const dh0 = dhN.map((final, b) => {
    let dh = final;
    for (const t of stepsOf(at(lengths, b), options.reverse).reverse()) {
      const [r, z, n] = [0, 1, 2].map((gate) => part(at(at(gates, b), t), gate, 3)) as [
        Vector,
        Vector,
        Vector,
      ];
      const h = at(at(previous, b), t);
      const u = at(at(hidden, b), t);
      dh = add(dh, at(at(dy, b), t));
      const dn = map((dh, z, n) => dh * (1 - z) * (1 - n * n), dh, z, n);
      const dz = map((dh, h, n, z) => dh * (h - n) * z * (1 - z), dh, h, n, z);
      const dReset = transposedTimes(part(weightHh, 2, 3), dn); // at r*h, without resetAfter
      const dr = options.resetAfter
        ? map((dn, u, r) => dn * u * r * (1 - r), dn, u, r)
        : map((d, h, r) => d * h * r * (1 - r), dReset, h, r);
      const du = options.resetAfter ? map((dn, r) => dn * r, dn, r) : dn;
      at(dGates, b)[t] = [...dr, ...dz, ...dn];
      at(dHidden, b)[t] = [...dr, ...dz, ...du];
      dh = add(
        map((dh, z) => dh * z, dh, z),
        transposedTimes(part(weightHh, 0, 3), dr),
        transposedTimes(part(weightHh, 1, 3), dz),
        options.resetAfter
          ? transposedTimes(part(weightHh, 2, 3), du)
          : map((d, r) => d * r, dReset, r),
      );
    }
    return dh;
  });
  return { dGates, dHidden, dh0 };
}
