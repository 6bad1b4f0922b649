import type { Cube, Matrix, Vector } from "./linear-algebra.ts";
import { at } from "./linear-algebra.ts";

type Pooling = "last" | "mean" | "max";

/** What each step of each row adds to the pooled vector: [batch][time][size]. */
export function poolWeights(y: Cube, lengths: Vector, pooling: Pooling): Cube {
  return y.map((row, b) => {
    const length = at(lengths, b);
    return row.map((step, t) =>
      step.map((_, j) => {
        if (t >= length) return 0;
        if (pooling === "mean") return 1 / length;
        const chosen = pooling === "last" ? length - 1 : stepOfLargest(row.slice(0, length), j);
        return t === chosen ? 1 : 0;
      }),
    );
  });
}

/** The pooled vectors [batch][size], and the steps that "max" chose. */
export function pool(
  y: Cube,
  lengths: Vector,
  pooling: Pooling,
): { pooled: Matrix; steps: Matrix } {
  const weights = poolWeights(y, lengths, pooling);
  const pooled = y.map((row, b) =>
    (row[0] ?? []).map((_, j) =>
      // A step of weight 0 is left out: 0 * NaN would be NaN.
      row.reduce((sum, step, t) => {
        const weight = weights[b]?.[t]?.[j] ?? 0;
        return weight === 0 ? sum : sum + weight * at(step, j);
      }, 0),
    ),
  );
  const steps = y.map((row, b) =>
    (row[0] ?? []).map((_, j) => row.findIndex((_, t) => weights[b]?.[t]?.[j] === 1)),
  );
  return { pooled, steps };
}

/** The first step with the largest number in place j; a NaN counts as larger. */
function stepOfLargest(row: Matrix, j: number): number {
  const values = row.map((step) => at(step, j));
  const bad = values.findIndex(Number.isNaN);
  return bad >= 0 ? bad : values.indexOf(Math.max(...values));
}
