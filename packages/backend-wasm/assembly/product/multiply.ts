import { loadInt } from "../memory/access";
import { floats } from "../memory/sizes";
import { panelStride } from "./panels";
import { addRow, addRowWide, addTwoRows } from "./tile";

/** Depth taken at a time: a panel of 16 columns is then 16 KB and stays in the first cache. */
const BLOCK_DEPTH = 256;
/** Rows taken at a time: with that depth 128 KB, which stay in the second cache. */
const BLOCK_ROWS = 128;

/**
 * out[rows, 16*panelCount] += left[rows, depth] · panels.
 *
 * @param left        row r starts at left + leftStride * (places ? places[r] : r)
 * @param places      int32 [rows], or 0
 * @param panels      of `depth` rows, see panels.ts
 * @param outStride   bytes from one row of `out` to the next; every row has 16*panelCount columns
 */
export function multiply(
  left: usize,
  leftStride: usize,
  places: usize,
  rows: i32,
  depth: i32,
  panels: usize,
  panelCount: i32,
  out: usize,
  outStride: usize,
): void {
  const stride = panelStride(depth);
  for (let k = 0; k < depth; k += BLOCK_DEPTH) {
    const depthHere = min(BLOCK_DEPTH, depth - k);
    const panelsHere = panels + floats(k << 4);
    const leftHere = left + floats(k);
    if (rows === 1) {
      const row = leftHere + rowPlace(places, 0) * leftStride;
      multiplyRow(row, depthHere, panelsHere, stride, panelCount, out);
      continue;
    }
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const end = min(start + BLOCK_ROWS, rows);
      for (let p = 0; p < panelCount; p++) {
        const panel = panelsHere + <usize>p * stride;
        let target = out + <usize>start * outStride + (<usize>p << 6);
        let r = start;
        for (; r + 2 <= end; r += 2) {
          const row0 = leftHere + rowPlace(places, r) * leftStride;
          const row1 = leftHere + rowPlace(places, r + 1) * leftStride;
          addTwoRows(row0, row1, panel, depthHere, target, target + outStride);
          target += outStride << 1;
        }
        if (r < end) {
          addRow(leftHere + rowPlace(places, r) * leftStride, panel, depthHere, target);
        }
      }
    }
  }
}

/**
 * All panels times one row. addRowWide is called from two places, so the compiler leaves it a function
 * of its own: as a part of this one V8 before version 12 spills its sums, and takes half as long again.
 */
function multiplyRow(
  row: usize,
  depth: i32,
  panels: usize,
  stride: usize,
  panelCount: i32,
  out: usize,
): void {
  const pairs = panelCount >> 1;
  if ((depth & 1) === 0) {
    for (let p = 0; p < pairs; p++) {
      const panel = panels + <usize>(p << 1) * stride;
      addRowWide(row, panel, stride, depth, out + (<usize>p << 7));
    }
  } else {
    const even = depth - 1;
    const last = row + floats(even);
    const lastRow = <usize>even << 6; // in a panel
    for (let p = 0; p < pairs; p++) {
      const panel = panels + <usize>(p << 1) * stride;
      const target = out + (<usize>p << 7);
      addRowWide(row, panel, stride, even, target);
      addRow(last, panel + lastRow, 1, target);
      addRow(last, panel + stride + lastRow, 1, target + 64);
    }
  }
  if ((panelCount & 1) !== 0) {
    const p = <usize>(panelCount - 1);
    addRow(row, panels + p * stride, depth, out + (p << 6));
  }
}

// @ts-ignore: decorators
@inline
function rowPlace(places: usize, r: i32): usize {
  return places === 0 ? <usize>r : <usize>loadInt(places + floats(r));
}
