import {
  add,
  ones,
  type Rank,
  reshape,
  type Tensor1D,
  type Tensor2D,
  matMul as tfMatMul,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { requireGradients } from "../autodiff/load-gradients.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { describeFactors, factorGradients, requireFloats } from "./product-factors.ts";

export interface MatMulOptions {
  transposeA?: boolean | undefined;
  transposeB?: boolean | undefined;
  /** Added to every row, shape [N]. */
  bias?: Tensor1D | undefined;
}

/**
 * The product of two matrices, either of them transposed.
 *
 * @param a  shape [M, K], or [K, M] with transposeA
 * @param b  shape [K, N], or [N, K] with transposeB
 * @returns  shape [M, N]; the caller disposes it
 * @throws {ShapeError} when the inner sizes differ or one is not float32
 */
export function matMul(a: Tensor2D, b: Tensor2D, options: MatMulOptions = {}): Tensor2D {
  const { transposeA = false, transposeB = false, bias } = options;
  const transposes = { transposeA, transposeB };
  const innerA = transposeA ? a.shape[0] : a.shape[1];
  const innerB = transposeB ? b.shape[1] : b.shape[0];
  if (a.rank !== 2 || b.rank !== 2 || innerA !== innerB) {
    throw new ShapeError(
      `matMul: a and b must be matrices with equal inner sizes, got ${describeFactors(a, b, transposes)}. ` +
        "Check the transposes.",
    );
  }
  requireFloats("matMul", a, b);
  if (!hasKernel("UnrollMatMul")) {
    requireGradients();
    const product: Tensor2D = tfMatMul(a, b, transposeA, transposeB);
    return bias === undefined ? product : add(product, bias);
  }
  const inputs = { a, b, bias };
  const [product] = differentiable({
    inputs,
    forward: () => ({
      outputs: runKernel("UnrollMatMul", inputs, transposes),
      saved: { a, b },
    }),
    backward: ([dy], saved) => ({
      ...factorGradients(matMul, saved, dy, transposes),
      bias: () => sumOfRows(dy),
    }),
  });
  return product;
}

/** The sum of a matrix' rows: [M, N] -> [N]. */
export function sumOfRows(matrix: Tensor2D): Tensor1D {
  return reshape(matMul(ones<Rank.R2>([1, matrix.shape[0]]), matrix), [matrix.shape[1]]);
}
