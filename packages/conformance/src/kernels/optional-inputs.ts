import { type HostTensor, vector } from "../draw/host-tensor.ts";
import type { Vector } from "../reference/linear-algebra.ts";

// What a call of a sequence kernel may leave out, as the reference takes it.

/** A bias; zeros where it is left out. */
export function biasOf(bias: HostTensor | undefined, inputs: { weightIh: HostTensor }): Vector {
  return bias ? vector(bias) : new Array<number>(inputs.weightIh.shape[0] ?? 0).fill(0);
}

/** The valid steps of every row: all of them where they are left out. */
export function lengthsOf(
  inputs: { lengths?: HostTensor } & ({ x: HostTensor } | { y: HostTensor } | { dy: HostTensor }),
): Vector {
  if (inputs.lengths) return vector(inputs.lengths);
  const withTime = "x" in inputs ? inputs.x : "y" in inputs ? inputs.y : inputs.dy;
  const [batch = 0, time = 0] = withTime.shape;
  return new Array<number>(batch).fill(time);
}
