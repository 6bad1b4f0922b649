import { clone, reshape, type Tensor1D, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { matMul, sumOfRows } from "../ops/mat-mul.ts";

/** [B, T, N] as the matrix [B*T, N]: every time step of every row is one row. */
function overTime(x: Tensor3D): Tensor2D {
  const [batchSize, timeSteps, width] = x.shape;
  return reshape(x, [batchSize * timeSteps, width]);
}

/** The gradient of weights that met `input` at every step: dGatesᵀ·input, [G, N]. */
export function weightGradient(dGates: Tensor3D, input: Tensor3D): Tensor2D {
  return matMul(overTime(dGates), overTime(input), { transposeA: true });
}

/** The gradient of a bias: dGates summed over batch and time, [G]. */
export function biasGradient(dGates: Tensor3D): Tensor1D {
  return sumOfRows(overTime(dGates));
}

/** The gradient of x: dGates·W, [B, T, I]. */
export function inputGradient(
  dGates: Tensor3D,
  weightIh: Tensor2D,
  shape: [number, number, number],
): Tensor3D {
  return reshape(matMul(overTime(dGates), weightIh), shape);
}

/**
 * The gradients of what met at gates that are sums, W x + b + U h + b'.
 *
 * @param previous  gives the states that the steps started from, [B, T, H]
 */
export function gateGradients(
  { x, weightIh }: { x: Tensor3D; weightIh: Tensor2D },
  dGates: Tensor3D,
  previous: () => Tensor3D,
) {
  let formed: Tensor1D | undefined;
  // Both biases have the same gradient: it is formed once.
  const bias = () => {
    if (formed !== undefined) return clone(formed);
    formed = biasGradient(dGates);
    return formed;
  };
  return {
    x: () => inputGradient(dGates, weightIh, x.shape),
    weightIh: () => weightGradient(dGates, x),
    weightHh: () => weightGradient(dGates, previous()),
    biasIh: bias,
    biasHh: bias,
  };
}
