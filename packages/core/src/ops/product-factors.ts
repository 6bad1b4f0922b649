import type { Tensor } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";

/** Which factors of a product are transposed. */
export interface Transposes {
  transposeA: boolean;
  transposeB: boolean;
}

/** The gradients of both factors of a·b: products in turn, each formed when it is asked for. */
export function factorGradients<T extends Tensor>(
  multiply: (a: T, b: T, transposes: Partial<Transposes>) => T,
  { a, b }: { a: T; b: T },
  dy: T,
  { transposeA, transposeB }: Transposes,
): { a: () => T; b: () => T } {
  return {
    a: () =>
      transposeA
        ? multiply(b, dy, { transposeA: transposeB, transposeB: true })
        : multiply(dy, b, { transposeB: !transposeB }),
    b: () =>
      transposeB
        ? multiply(dy, a, { transposeA: true, transposeB: transposeA })
        : multiply(a, dy, { transposeA: !transposeA }),
  };
}

/** The shapes of both factors, as an error says them. */
export function describeFactors(a: Tensor, b: Tensor, transposes: Transposes): string {
  const { transposeA, transposeB } = transposes;
  return `[${a.shape}]${transposeA ? " transposed" : ""} and [${b.shape}]${transposeB ? " transposed" : ""}`;
}

/** @throws {ShapeError} unless both factors are float32 */
export function requireFloats(where: string, a: Tensor, b: Tensor): void {
  if (a.dtype === "float32" && b.dtype === "float32") return;
  throw new ShapeError(
    `${where}: a and b must be float32, got ${a.dtype} and ${b.dtype}. Cast them first.`,
  );
}
