/** Columns of a panel, the width of the tile in multiply.ts. */
export const PANEL_WIDTH = 4;

/**
 * The right operand of a product, [depth, width], reordered for the tile that reads it.
 *
 * A panel holds PANEL_WIDTH columns, row after row: `values[(panel * depth + k) * PANEL_WIDTH + j]`
 * is the element of row k and column `panel * PANEL_WIDTH + j`. The last panel is filled up with
 * zeros. As float64, so that the inner loop converts nothing.
 */
export interface Panels {
  readonly values: Float64Array;
  readonly depth: number;
  readonly width: number;
}

/**
 * Packs the right operand of a product.
 *
 * @param b  [depth, width], or [width, depth] when `transposed`
 */
export function packPanels(
  b: Float32Array,
  depth: number,
  width: number,
  transposed: boolean,
): Panels {
  const panelCount = Math.ceil(width / PANEL_WIDTH);
  const values = new Float64Array(panelCount * PANEL_WIDTH * depth);
  const rowStride = transposed ? 1 : width;
  const columnStride = transposed ? depth : 1;
  for (let panel = 0; panel < panelCount; panel++) {
    const firstColumn = panel * PANEL_WIDTH;
    const columns = Math.min(PANEL_WIDTH, width - firstColumn);
    for (let j = 0; j < columns; j++) {
      let to = panel * PANEL_WIDTH * depth + j;
      let from = (firstColumn + j) * columnStride;
      for (let k = 0; k < depth; k++) {
        values[to] = b[from]!;
        to += PANEL_WIDTH;
        from += rowStride;
      }
    }
  }
  return { values, depth, width };
}
