import { cube, type HostTensor, matrix, vector } from "../draw/host-tensor.ts";
import { type Cube, type Matrix, type Vector, zeroMatrix } from "../reference/linear-algebra.ts";

// What a call of a sequence kernel may leave out, as the reference takes it.

/** A bias; zeros where it is left out. */
export function biasOf(bias: HostTensor | undefined, inputs: { weightIh: HostTensor }): Vector {
  return bias ? vector(bias) : new Array<number>(inputs.weightIh.shape[0] ?? 0).fill(0);
}

/** A state, or the gradient of one, [batch, hiddenSize]; zeros where it is left out. */
export function stateOf(
  state: HostTensor | undefined,
  inputs: WithTime & { weightHh: HostTensor },
): Matrix {
  return state ? matrix(state) : zeroMatrix(sizesOf(inputs)[0], inputs.weightHh.shape[1] ?? 0);
}

/** The gradient of y, [batch, time, hiddenSize]; zeros where it is left out. */
export function outputGradientOf(
  dy: HostTensor | undefined,
  inputs: WithTime & { weightHh: HostTensor },
): Cube {
  if (dy) return cube(dy);
  const [batch, time] = sizesOf(inputs);
  return Array.from({ length: batch }, () => zeroMatrix(time, inputs.weightHh.shape[1] ?? 0));
}

/** The valid steps of every row: all of them where they are left out. */
export function lengthsOf(inputs: WithTime & { lengths?: HostTensor }): Vector {
  if (inputs.lengths) return vector(inputs.lengths);
  const [batch, time] = sizesOf(inputs);
  return new Array<number>(batch).fill(time);
}

/** An input that every call has, and whose first axes are batch and time. */
type WithTime = { x: HostTensor } | { y: HostTensor } | { gates: HostTensor };

function sizesOf(inputs: WithTime): [batch: number, time: number] {
  const given = "x" in inputs ? inputs.x : "y" in inputs ? inputs.y : inputs.gates;
  const [batch = 0, time = 0] = given.shape;
  return [batch, time];
}
