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

function multiplyRow(
  row: usize,
  depth: i32,
  panels: usize,
  stride: usize,
  panelCount: i32,
  out: usize,
): void {
  let p = 0;
  if (ASC_FEATURE_RELAXED_SIMD) {
    for (; p + 2 <= panelCount; p += 2) {
      addRowWide(row, panels + <usize>p * stride, stride, depth, out + (<usize>p << 6));
    }
  }
  for (; p < panelCount; p++) {
    addRow(row, panels + <usize>p * stride, depth, out + (<usize>p << 6));
  }
}

// @ts-ignore: decorators
@inline
function rowPlace(places: usize, r: i32): usize {
  return places === 0 ? <usize>r : <usize>loadInt(places + floats(r));
}
