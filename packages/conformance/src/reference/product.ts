import { at, type Matrix } from "./linear-algebra.ts";

const transpose = (m: Matrix): Matrix => (m[0] ?? []).map((_, j) => m.map((row) => at(row, j)));

/** a·b, either operand transposed first. */
export function product(
  { a, b }: { a: Matrix; b: Matrix },
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): Matrix {
  const left = transposeA ? transpose(a) : a;
  const right = transposeB ? transpose(b) : b;
  return left.map((row) =>
    (right[0] ?? []).map((_, n) =>
      row.reduce((sum, value, k) => sum + value * at(at(right, k), n), 0),
    ),
  );
}
