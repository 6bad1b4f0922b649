/**
 * The sizes of a product a·b of two matrices.
 *
 * @param a  the shape [M, K], or [K, M] with transposeA
 * @param b  the shape [K, N], or [N, K] with transposeB
 */
export function productSizes(
  [aRows, aColumns]: readonly [number, number],
  [bRows, bColumns]: readonly [number, number],
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): { rows: number; depth: number; width: number } {
  return {
    rows: transposeA ? aColumns : aRows,
    depth: transposeA ? aRows : aColumns,
    width: transposeB ? bRows : bColumns,
  };
}
