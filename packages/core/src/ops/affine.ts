import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { matMul } from "./mat-mul.ts";

/** x Wᵀ (+ b). */
export function affine(x: Tensor2D, weight: Tensor, bias: Tensor | undefined): Tensor2D {
  return matMul(x, weight as Tensor2D, { transposeB: true, bias });
}
