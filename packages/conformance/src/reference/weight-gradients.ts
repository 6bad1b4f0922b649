import type { BackwardResult, CellValues, ForwardResult, ReferenceCell } from "./cell.ts";
import {
  addOuter,
  at,
  type Cube,
  type Matrix,
  part,
  transposedTimes,
  type Vector,
  zeroMatrix,
} from "./linear-algebra.ts";

/**
 * The gradients of x, weights, biases and initial states from what a gradient kernel gives, as the
 * contract says core forms them.
 */
export function weightGradients<O extends object>(
  { gates, states, gradient, recurrent = true }: ReferenceCell<O>,
  values: CellValues,
  saved: Partial<ForwardResult>,
  back: BackwardResult,
  options: O,
) {
  const { dGates, dHidden = dGates } = back;
  const multiplied = gradient?.multiplied(options) ?? [];
  return {
    x: dGates.map((row) => row.map((step) => transposedTimes(values.weightIh, step))),
    weightIh: matrixGradient(dGates, values.x),
    biasIh: biasGradient(dGates),
    ...(recurrent && {
      weightHh: multiplied.flatMap((name, gate) =>
        part(matrixGradient(dHidden, saved[name] as Cube), gate, gates),
      ),
      biasHh: biasGradient(dHidden),
    }),
    ...Object.fromEntries(states.map((name) => [`${name}0`, back[`d${name}0`] as Matrix])),
  };
}

/** Σ over rows and steps of d vᵀ: the gradient of M where M v was computed, given d at M v. */
function matrixGradient(d: Cube, v: Cube): Matrix {
  const gradient = zeroMatrix(width(d), width(v));
  d.forEach((row, b) => {
    row.forEach((step, t) => {
      addOuter(gradient, step, at(at(v, b), t));
    });
  });
  return gradient;
}

/** Σ over rows and steps of d: the gradient of a bias. */
function biasGradient(d: Cube): Vector {
  const steps = d.flat();
  return (steps[0] ?? []).map((_, j) => steps.reduce((sum, step) => sum + at(step, j), 0));
}

const width = (cube: Cube): number => cube[0]?.[0]?.length ?? 0;
