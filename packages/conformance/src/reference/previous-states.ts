import { at, type Cube, type Matrix, type Vector, zeros } from "./linear-algebra.ts";
import { stepsOf } from "./steps.ts";

/** The state that every step started from: h0 or the y of the step before; 0 at invalid steps. */
export function previousStates(
  { y, h0, lengths }: { y: Cube; h0: Matrix; lengths: Vector },
  { reverse }: { reverse: boolean },
): Cube {
  return y.map((row, b) => {
    const previous = row.map((step) => zeros(step.length));
    let h = at(h0, b);
    for (const t of stepsOf(at(lengths, b), reverse)) {
      previous[t] = h;
      h = at(row, t);
    }
    return previous;
  });
}
