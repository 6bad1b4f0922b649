import { clone, reshape, type Tensor, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { matMul, sumOfRows } from "../../ops/mat-mul.ts";

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
export function biasGradient(dGates: Tensor3D): Tensor {
  return sumOfRows(overTime(dGates));
}

/** The gradients of two biases that are added up: the same, formed once. */
export function biasGradients(dGates: Tensor3D): Record<"biasIh" | "biasHh", () => Tensor> {
  let formed: Tensor | undefined;
  const gradient = () => {
    if (formed !== undefined) return clone(formed);
    formed = biasGradient(dGates);
    return formed;
  };
  return { biasIh: gradient, biasHh: gradient };
}

/** The gradient of x: dGates·W, [B, T, I]. */
export function inputGradient(dGates: Tensor3D, weightIh: Tensor2D, shape: number[]): Tensor {
  return reshape(matMul(overTime(dGates), weightIh), shape);
}
