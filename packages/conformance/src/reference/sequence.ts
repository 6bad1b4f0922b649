import { elman } from "./elman.ts";
import { gru } from "./gru.ts";
import { add, at, type Cube, type Matrix, map, type Vector, zeroMatrix } from "./linear-algebra.ts";
import { type LstmVariant, lstm } from "./lstm.ts";

/** A stack of recurrent layers, as core's Sequence and torch.nn.LSTM lay it out. */
export interface SequenceReference {
  cell: "elman" | "lstm" | "gru";
  nonlinearity: "tanh" | "relu";
  resetAfter: boolean;
  numLayers: number;
  bidirectional: boolean;
  merge: "concat" | "sum" | "mean" | "max";
  lengths: Vector;
}

/** Tensors by name: x, weights as PyTorch names them, and states such as "h0[2]". */
export type NamedValues = Record<string, Vector | Matrix | Cube>;

interface Directed {
  y: Cube;
  /** h, or h and c. */
  state: Matrix[];
}

/** All layers and directions.  Returns y, then the final states in PyTorch's order. */
export function sequence(values: NamedValues, options: SequenceReference): (Cube | Matrix)[] {
  let y = values.x as Cube;
  const states: Matrix[] = [];
  let place = 0;
  for (let layer = 0; layer < options.numLayers; layer++) {
    const suffixes = options.bidirectional ? [`l${layer}`, `l${layer}_reverse`] : [`l${layer}`];
    const directions = suffixes.map((suffix) => direction(values, options, y, suffix, place++));
    states.push(...directions.flatMap(({ state }) => state));
    y = merge(
      directions.map((one) => one.y),
      options.merge,
    );
  }
  return [y, ...states];
}

function direction(
  values: NamedValues,
  options: SequenceReference,
  x: Cube,
  suffix: string,
  place: number,
): Directed {
  const { lengths, cell, nonlinearity, resetAfter } = options;
  const reverse = suffix.endsWith("_reverse");
  const weightIh = values[`weight_ih_${suffix}`] as Matrix;
  const weightHh = values[`weight_hh_${suffix}`] as Matrix;
  const none = weightIh.map(() => 0);
  const biasIh = (values[`bias_ih_${suffix}`] ?? none) as Vector;
  const biasHh = (values[`bias_hh_${suffix}`] ?? none) as Vector;
  const bias = add(biasIh, biasHh);
  const h0 = (values[`h0[${place}]`] ?? zeroMatrix(x.length, weightHh[0]?.length ?? 0)) as Matrix;
  const shared = { x, weightIh, weightHh, h0, lengths };
  if (cell === "elman") {
    const { y, hN } = elman({ ...shared, bias }, { reverse, nonlinearity });
    return { y, state: [hN] };
  }
  if (cell === "gru") {
    const { y, hN } = gru({ ...shared, biasIh, biasHh }, { reverse, resetAfter });
    return { y, state: [hN] };
  }
  const c0 = (values[`c0[${place}]`] ?? zeroMatrix(x.length, bias.length / 4)) as Matrix;
  const { y, hN, cN } = lstm({ ...shared, bias, c0 }, { reverse }, variantOf(values, suffix));
  return { y, state: [hN, cN] };
}

function variantOf(values: NamedValues, suffix: string): LstmVariant {
  const [i, f, o] = ["ci", "cf", "co"].map((gate) => values[`weight_${gate}_${suffix}`] as Vector);
  const projection = values[`weight_hr_${suffix}`] as Matrix | undefined;
  return {
    ...(i && f && o && { peephole: { i, f, o } }),
    ...(projection && { projection }),
  };
}

function merge(directions: Cube[], how: SequenceReference["merge"]): Cube {
  const [forward, backward] = directions as [Cube, Cube | undefined];
  if (!backward) return forward;
  return forward.map((row, b) =>
    row.map((step, t) => {
      const other = at(at(backward, b), t);
      if (how === "concat") return [...step, ...other];
      if (how === "max") return map(Math.max, step, other);
      return map((f, r) => (f + r) * (how === "mean" ? 0.5 : 1), step, other);
    }),
  );
}
