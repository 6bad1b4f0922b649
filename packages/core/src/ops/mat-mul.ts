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
  const innerA = transposeA ? a.shape[0] : a.shape[1];
  const innerB = transposeB ? b.shape[1] : b.shape[0];
  if (a.rank !== 2 || b.rank !== 2 || innerA !== innerB) {
    throw new ShapeError(
      `matMul: a and b must be matrices with equal inner sizes, got [${a.shape}]${transposeA ? " transposed" : ""} ` +
        `and [${b.shape}]${transposeB ? " transposed" : ""}. Check the transposes.`,
    );
  }
  if (a.dtype !== "float32" || b.dtype !== "float32") {
    throw new ShapeError(
      `matMul: a and b must be float32, got ${a.dtype} and ${b.dtype}. Cast them first.`,
    );
  }
  if (!hasKernel("UnrollMatMul")) {
    requireGradients();
    const product: Tensor2D = tfMatMul(a, b, transposeA, transposeB);
    return bias === undefined ? product : add(product, bias);
  }
  const inputs = { a, b, bias };
  const [product] = differentiable({
    inputs,
    forward: () => ({
      outputs: runKernel("UnrollMatMul", inputs, { transposeA, transposeB }),
      saved: { a, b },
    }),
    backward: ([dy], saved) => ({
      a: () =>
        transposeA
          ? matMul(saved.b, dy, { transposeA: transposeB, transposeB: true })
          : matMul(dy, saved.b, { transposeB: !transposeB }),
      b: () =>
        transposeB
          ? matMul(dy, saved.a, { transposeA: true, transposeB: transposeA })
          : matMul(saved.a, dy, { transposeA: !transposeA }),
      bias: () => sumOfRows(dy),
    }),
  });
  return product;
}

/** The sum of a matrix' rows: [M, N] -> [N]. */
export function sumOfRows(matrix: Tensor2D): Tensor1D {
  return reshape(matMul(ones<Rank.R2>([1, matrix.shape[0]]), matrix), [matrix.shape[1]]);
}
