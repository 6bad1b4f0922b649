import {
  addOuter,
  at,
  type Cube,
  type Matrix,
  transposedTimes,
  type Vector,
  zeroMatrix,
} from "./linear-algebra.ts";

/** Σ over rows and steps of d vᵀ: the gradient of M where M v was computed, given d at M v. */
export function matrixGradient(d: Cube, v: Cube): Matrix {
  const gradient = zeroMatrix(width(d), width(v));
  d.forEach((row, b) => {
    row.forEach((step, t) => {
      addOuter(gradient, step, at(at(v, b), t));
    });
  });
  return gradient;
}

/** Σ over rows and steps of d: the gradient of a bias. */
export function biasGradient(d: Cube): Vector {
  const steps = d.flat();
  return (steps[0] ?? []).map((_, j) => steps.reduce((sum, step) => sum + at(step, j), 0));
}

/** Mᵀ d at every step: the gradient of v where M v was computed. */
export function inputGradient(m: Matrix, d: Cube): Cube {
  return d.map((row) => row.map((step) => transposedTimes(m, step)));
}

function width(cube: Cube): number {
  return cube[0]?.[0]?.length ?? 0;
}
