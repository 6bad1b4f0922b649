import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { matMul } from "./mat-mul.ts";

/** x Wᵀ (+ b). */
export function affine(x: Tensor2D, weight: Tensor2D, bias: Tensor1D | undefined): Tensor2D {
  return matMul(x, weight, { transposeB: true, bias });
}
