import { type CellValues, type ReferenceCell, runForward } from "./cell.ts";
import { at, type Cube, type Matrix, map, type Vector } from "./linear-algebra.ts";

/** A stack of recurrent layers, as core's Sequence and torch.nn.LSTM lay it out. */
export interface SequenceReference {
  cell: ReferenceCell;
  /** Of the cell's formula. */
  options: object;
  numLayers: number;
  bidirectional: boolean;
  merge: "concat" | "sum" | "mean" | "max";
  lengths: Vector;
}

/** Tensors by name: x, weights as PyTorch names them, and states such as "h0[2]". */
export type NamedValues = Record<string, Vector | Matrix | Cube>;

/** All layers and directions.  Returns y, then the final states in PyTorch's order. */
export function sequence(
  values: NamedValues,
  { cell, options, numLayers, bidirectional, merge: how, lengths }: SequenceReference,
): (Cube | Matrix)[] {
  let y = values.x as Cube;
  const states: Matrix[] = [];
  let place = 0;
  for (let layer = 0; layer < numLayers; layer++) {
    const suffixes = bidirectional ? [`l${layer}`, `l${layer}_reverse`] : [`l${layer}`];
    const directions = suffixes.map((suffix) => {
      const placed = { ...valuesOf(values, suffix, place++), x: y, lengths };
      const reverse = suffix.endsWith("_reverse");
      const result = runForward(cell, placed, { ...options, reverse });
      states.push(...cell.states.map((part) => result[`${part}N`] as Matrix));
      return result.y;
    });
    y = merge(directions, how);
  }
  return [y, ...states];
}

/** The weights and states of one place by the contract's names: weight_ih_l0 is weightIh, h0[0] is h0. */
function valuesOf(values: NamedValues, suffix: string, place: number): CellValues {
  const placed: NamedValues = {};
  for (const [name, value] of Object.entries(values)) {
    if (name.endsWith(`_${suffix}`)) {
      const own = name.slice(0, -suffix.length - 1);
      placed[own.replace(/_(\w)/, (_, letter: string) => letter.toUpperCase())] = value;
    } else if (name.endsWith(`[${place}]`)) {
      placed[name.slice(0, name.indexOf("["))] = value;
    }
  }
  const none = (placed.weightIh as Matrix).map(() => 0);
  const absent: NamedValues = { weightHh: [], biasIh: none, biasHh: none };
  return { ...absent, ...placed } as CellValues;
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
