/** Columns of a panel. */
export const PANEL_WIDTH = 4;

/** The number of panels for so many columns; even, because some tiles take two at a time. */
export function countPanels(width: number): number {
  return 2 * Math.ceil(width / (2 * PANEL_WIDTH));
}

/**
 * Reorders the right operand of a product for the tiles that read it. A panel holds PANEL_WIDTH
 * columns, one row after the other: `to[(panel * depth + k) * PANEL_WIDTH + j]` is the element of
 * row k and column `panel * PANEL_WIDTH + j`. Columns past the width are left as they are (zeros).
 *
 * @param right  [depth, width], or [width, depth] when `transposed`
 */
export function packPanels(
  right: Float32Array,
  depth: number,
  width: number,
  transposed: boolean,
  to: Float64Array,
): void {
  const rowStride = transposed ? 1 : width;
  const columnStride = transposed ? depth : 1;
  for (let column = 0; column < width; column += PANEL_WIDTH) {
    const columns = Math.min(PANEL_WIDTH, width - column);
    for (let k = 0; k < depth; k++) {
      const packedAt = column * depth + k * PANEL_WIDTH;
      const rightAt = column * columnStride + k * rowStride;
      for (let j = 0; j < columns; j++) to[packedAt + j] = right[rightAt + j * columnStride]!;
    }
  }
}
