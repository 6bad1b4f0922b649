import { type Tensor2D, matMul as tfMatMul } from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";

export interface MatMulOptions {
  transposeA?: boolean | undefined;
  transposeB?: boolean | undefined;
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
  const { transposeA = false, transposeB = false } = options;
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
    return tfMatMul(a, b, transposeA, transposeB);
  }
  const [product] = differentiable({
    inputs: { a, b },
    forward: () => ({
      outputs: runKernel("UnrollMatMul", { a, b }, { transposeA, transposeB }),
      saved: [a, b],
    }),
    backward: (dys, saved) => {
      const [dy] = dys as [Tensor2D];
      const [savedA, savedB] = saved as [Tensor2D, Tensor2D];
      return {
        a: () =>
          transposeA
            ? matMul(savedB, dy, { transposeA: transposeB, transposeB: true })
            : matMul(dy, savedB, { transposeB: !transposeB }),
        b: () =>
          transposeB
            ? matMul(dy, savedA, { transposeA: true, transposeB: transposeA })
            : matMul(savedA, dy, { transposeA: !transposeA }),
      };
    },
  });
  return product as Tensor2D;
}
