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

export interface LstmInputs {
  x: Cube;
  weightIh: Matrix;
  weightHh: Matrix;
  bias: Vector;
  h0: Matrix;
  c0: Matrix;
  lengths: Vector;
}

export interface LstmOptions {
  reverse: boolean;
}

export interface LstmOutputs {
  y: Cube;
  hN: Matrix;
  cN: Matrix;
  /** i, f, g, o after their activations. */
  gates: Cube;
  /** Every c'. */
  cells: Cube;
}

/** Weights of the two variants that the kernels leave to composed ops. */
export interface LstmVariant {
  /** Gers & Schmidhuber 2000: i and f see the old c, o sees the new c. */
  peephole?: { i: Vector; f: Vector; o: Vector };
  /** Sak 2014: h' = P (o*tanh(c')). */
  projection?: Matrix;
}

/** LSTM.  c' = f*c + i*g;  h' = o*tanh(c'). */
export function lstm(
  inputs: LstmInputs,
  options: LstmOptions,
  { peephole, projection }: LstmVariant = {},
): LstmOutputs {
  const { x, weightIh, weightHh, bias, h0, c0, lengths } = inputs;
  const hiddenSize = bias.length / 4;
  const timeSteps = x[0]?.length ?? 0;
  const y = zeroCube(x.length, timeSteps, projection?.length ?? hiddenSize);
  const gates = zeroCube(x.length, timeSteps, 4 * hiddenSize);
  const cells = zeroCube(x.length, timeSteps, hiddenSize);
  const see = (weights: Vector | undefined, c: Vector) =>
    weights === undefined ? zeros(hiddenSize) : map((p, value) => p * value, weights, c);

  const states = x.map((row, b) => {
    let h = at(h0, b);
    let c = at(c0, b);
    for (const t of stepsOf(at(lengths, b), options.reverse)) {
      const a = add(times(weightIh, at(row, t)), times(weightHh, h), bias);
      const i = add(part(a, 0, 4), see(peephole?.i, c)).map(sigmoid);
      const f = add(part(a, 1, 4), see(peephole?.f, c)).map(sigmoid);
      const g = part(a, 2, 4).map(Math.tanh);
      c = map((f, c, i, g) => f * c + i * g, f, c, i, g);
      const o = add(part(a, 3, 4), see(peephole?.o, c)).map(sigmoid);
      h = map((o, c) => o * Math.tanh(c), o, c);
      if (projection) h = times(projection, h);
      at(y, b)[t] = h;
      at(gates, b)[t] = [...i, ...f, ...g, ...o];
      at(cells, b)[t] = c;
    }
    return { h, c };
  });
  return { y, hN: states.map(({ h }) => h), cN: states.map(({ c }) => c), gates, cells };
}

export interface LstmGradInputs {
  dy: Cube;
  dhN: Matrix;
  dcN: Matrix;
  gates: Cube;
  cells: Cube;
  c0: Matrix;
  weightHh: Matrix;
  lengths: Vector;
}

/** Backward through time: the gradient at the gates' inputs, at h0 and at c0. */
export function lstmGrad(
  inputs: LstmGradInputs,
  options: LstmOptions,
): { dGates: Cube; dh0: Matrix; dc0: Matrix } {
  const { dy, dhN, dcN, gates, cells, c0, weightHh, lengths } = inputs;
  const dGates = gates.map((row) => row.map((step) => zeros(step.length)));
  const states = dhN.map((final, b) => {
    let dh = final;
    let dc = at(dcN, b);
    const steps = stepsOf(at(lengths, b), options.reverse);
    for (let k = steps.length - 1; k >= 0; k--) {
      const t = at(steps, k);
      const [i, f, g, o] = [0, 1, 2, 3].map((gate) => part(at(at(gates, b), t), gate, 4)) as [
        Vector,
        Vector,
        Vector,
        Vector,
      ];
      const before = k === 0 ? at(c0, b) : at(at(cells, b), at(steps, k - 1));
      const squashed = at(at(cells, b), t).map(Math.tanh);
      dh = add(dh, at(at(dy, b), t));
      dc = map((dc, dh, o, s) => dc + dh * o * (1 - s * s), dc, dh, o, squashed);
      const da = [
        ...map((dc, g, i) => dc * g * i * (1 - i), dc, g, i),
        ...map((dc, c, f) => dc * c * f * (1 - f), dc, before, f),
        ...map((dc, i, g) => dc * i * (1 - g * g), dc, i, g),
        ...map((dh, s, o) => dh * s * o * (1 - o), dh, squashed, o),
      ];
      at(dGates, b)[t] = da;
      dh = transposedTimes(weightHh, da);
      dc = map((dc, f) => dc * f, dc, f);
    }
    return { dh, dc };
  });
  return { dGates, dh0: states.map(({ dh }) => dh), dc0: states.map(({ dc }) => dc) };
}
