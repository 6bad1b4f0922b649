import { loadFloat, loadVector, storeFloat, storeVector, zeroBytes } from "../memory/access";
import { floats, PANEL, wholePanels } from "../memory/sizes";
import { transposeBlock } from "./transpose";

// The right operand of a product, [depth, width], reordered for the tiles that read it: panels of 16
// columns, one after the other, each holding its 16 columns row by row. 64 bytes, a line of the
// cache, for each row of a panel. Columns past the width are zeros.

/** Bytes of the panels of a right operand. */
export function panelBytes(depth: i32, width: i32): usize {
  return floats(wholePanels(width)) * depth;
}

/** From one panel to the next. */
// @ts-ignore: decorators
@inline
export function panelStride(depth: i32): usize {
  return floats(PANEL) * depth;
}

/** Where the element of row `k` and this column lies. */
// @ts-ignore: decorators
@inline
function placeOf(panels: usize, depth: i32, k: i32, column: i32): usize {
  return panels + <usize>(column >> 4) * panelStride(depth) + floats(k * PANEL + (column & 15));
}

/**
 * Packs `rows` rows of a row-major operand, each of `width` floats, as rows `firstRow`.. of the
 * panels.
 *
 * @param stride  bytes from one row of `from` to the next
 * @param depth   rows of the panels
 */
export function packRows(
  from: usize,
  stride: usize,
  rows: i32,
  width: i32,
  panels: usize,
  depth: i32,
  firstRow: i32,
): void {
  const step = panelStride(depth);
  for (let r = 0; r < rows; r++) {
    let source = from + <usize>r * stride;
    let target = panels + floats((firstRow + r) * PANEL);
    let column = 0;
    for (; column + PANEL <= width; column += PANEL) {
      storeVector(target, loadVector(source));
      storeVector(target + 16, loadVector(source + 16));
      storeVector(target + 32, loadVector(source + 32));
      storeVector(target + 48, loadVector(source + 48));
      source += 64;
      target += step;
    }
    if (column < width) {
      for (let j = 0; j < width - column; j++) {
        storeFloat(target + floats(j), loadFloat(source + floats(j)));
      }
      zeroBytes(target + floats(width - column), floats(column + PANEL - width));
    }
  }
}

/**
 * Packs a transposed operand [columns, depth], row-major, as columns `firstColumn`.. of the panels.
 * Columns that share a group of four with them are set to 0, so `firstColumn` is a multiple of 4.
 *
 * @param stride  bytes from one row of `from`, a column here, to the next
 */
export function packColumns(
  from: usize,
  stride: usize,
  columns: i32,
  depth: i32,
  panels: usize,
  panelDepth: i32,
  firstColumn: i32,
): void {
  let column = 0;
  for (; column + 4 <= columns; column += 4) {
    const source = from + <usize>column * stride;
    const target = placeOf(panels, panelDepth, 0, firstColumn + column);
    packFourColumns(source, stride, depth, target);
  }
  if (column < columns) {
    const source = from + <usize>column * stride;
    const target = placeOf(panels, panelDepth, 0, firstColumn + column);
    packFewColumns(source, stride, columns - column, depth, target);
  }
}

/** Four rows of `from` as four columns. */
function packFourColumns(from: usize, stride: usize, depth: i32, to: usize): void {
  const row = floats(PANEL);
  let k = 0;
  for (; k + 4 <= depth; k += 4) transposeBlock(from + floats(k), stride, to + row * k, row);
  for (; k < depth; k++) {
    for (let j: usize = 0; j < 4; j++) {
      storeFloat(to + row * k + (j << 2), loadFloat(from + j * stride + floats(k)));
    }
  }
}

/** Fewer than four rows of `from` as columns; the rest of the four are zeros. */
function packFewColumns(from: usize, stride: usize, columns: i32, depth: i32, to: usize): void {
  let target = to;
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < 4; j++) {
      const value: f32 = j < columns ? loadFloat(from + <usize>j * stride + floats(k)) : 0;
      storeFloat(target + floats(j), value);
    }
    target += 64;
  }
}
