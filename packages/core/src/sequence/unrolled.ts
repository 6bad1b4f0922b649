import {
  reshape,
  slice,
  stack,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  where,
  zeros,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";

/**
 * Runs any cell over time, one step after the other in tfjs ops. Gradients are tfjs' own.
 * A step past a row's length leaves its state as it is and outputs 0.
 *
 * @param x  [B,T,I]
 */
export function runUnrolled<S extends CellState>(
  cell: Cell<S>,
  x: Tensor3D,
  initial: S,
  lengths: Int32Array,
  reverse: boolean,
): { y: Tensor3D; state: S } {
  const [batchSize, timeSteps, inputSize] = x.shape;
  const outputs: Tensor2D[] = new Array(timeSteps);
  let state = initial;
  for (let i = 0; i < timeSteps; i++) {
    const t = reverse ? timeSteps - 1 - i : i;
    const xt = reshape(slice(x, [0, t, 0], [-1, 1, -1]), [batchSize, inputSize]) as Tensor2D;
    const next = cell.step(xt, state);
    if (lengths.every((length) => t < length)) {
      state = next;
      outputs[t] = next.h;
    } else {
      const valid = tensor2d(
        Array.from(lengths, (length) => t < length),
        [batchSize, 1],
        "bool",
      );
      state = mapState(next, (value, name) => where(valid, value, state[name] as Tensor2D));
      outputs[t] = where(valid, next.h, zerosLike(next.h));
    }
  }
  const y =
    timeSteps === 0
      ? (zeros([batchSize, 0, cell.stateSizes.h]) as Tensor3D)
      : (stack(outputs, 1) as Tensor3D);
  return { y, state };
}

/** The same state with every tensor replaced. */
export function mapState<S extends CellState>(
  state: S,
  f: (value: Tensor2D, name: string) => Tensor2D,
): S {
  // TypeScript cannot follow the keys of a generic record through Object.entries.
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [name, f(value, name)]),
  ) as unknown as S;
}
