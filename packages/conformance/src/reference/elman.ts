import {
  add,
  at,
  type Cube,
  type Matrix,
  map,
  times,
  transposedTimes,
  type Vector,
  zeroCube,
  zeros,
} from "./linear-algebra.ts";
import { stepsOf } from "./steps.ts";

export interface ElmanInputs {
  x: Cube;
  weightIh: Matrix;
  weightHh: Matrix;
  bias: Vector;
  h0: Matrix;
  lengths: Vector;
}

export interface ElmanOptions {
  reverse: boolean;
  nonlinearity: "tanh" | "relu";
}

/** Elman network.  h' = act(W x + U h + b). */
export function elman(inputs: ElmanInputs, options: ElmanOptions): { y: Cube; hN: Matrix } {
  const { x, weightIh, weightHh, bias, h0, lengths } = inputs;
  // Math.max keeps NaN.
  const activation = options.nonlinearity === "tanh" ? Math.tanh : (a: number) => Math.max(0, a);
  const y = zeroCube(x.length, x[0]?.length ?? 0, bias.length);
  const hN = x.map((row, b) => {
    let h = at(h0, b);
    for (const t of stepsOf(at(lengths, b), options.reverse)) {
      h = add(times(weightIh, at(row, t)), times(weightHh, h), bias).map(activation);
      at(y, b)[t] = h;
    }
    return h;
  });
  return { y, hN };
}

export interface ElmanGradInputs {
  dy: Cube;
  dhN: Matrix;
  y: Cube;
  weightHh: Matrix;
  lengths: Vector;
}

/** Backward through time: the gradient at the activations' inputs and at h0. */
export function elmanGrad(
  inputs: ElmanGradInputs,
  options: ElmanOptions,
): { dGates: Cube; dh0: Matrix } {
  const { dy, dhN, y, weightHh, lengths } = inputs;
  const slope =
    options.nonlinearity === "tanh" ? (h: number) => 1 - h * h : (h: number) => (h > 0 ? 1 : 0);
  const dGates = dy.map((row) => row.map((step) => zeros(step.length)));
  const dh0 = dhN.map((final, b) => {
    let dh = final;
    for (const t of stepsOf(at(lengths, b), options.reverse).reverse()) {
      const da = map((d, dOut, h) => (d + dOut) * slope(h), dh, at(at(dy, b), t), at(at(y, b), t));
      at(dGates, b)[t] = da;
      dh = transposedTimes(weightHh, da);
    }
    return dh;
  });
  return { dGates, dh0 };
}
