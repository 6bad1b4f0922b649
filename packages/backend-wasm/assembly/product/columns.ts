import { copyBytes, zeroBytes } from "../memory/access";
import { floats, PANEL } from "../memory/sizes";
import { multiply } from "./multiply";
import { panelBytes } from "./panels";

/** Bytes of the buffer that `multiplyColumns` needs for so many rows. */
export function edgeBytes(rows: i32): usize {
  return floats(rows * PANEL);
}

/**
 * out[rows, width] += left[rows, depth] · panels, for a width that need not be whole panels: the last columns
 * go through a buffer that is as wide as one.
 *
 * @param outStride  bytes from one row of `out` to the next; nothing past `width` is touched
 */
export function multiplyColumns(
  left: usize,
  leftStride: usize,
  rows: i32,
  depth: i32,
  panels: usize,
  width: i32,
  out: usize,
  outStride: usize,
  edge: usize,
): void {
  const panelCount = width / PANEL;
  multiply(left, leftStride, 0, rows, depth, panels, panelCount, out, outStride);
  const rest = width % PANEL;
  if (rest === 0) return;
  const panel = panels + panelBytes(depth, panelCount * PANEL);
  const column = out + floats(panelCount * PANEL);
  const edgeStride = floats(PANEL);
  const bytes = floats(rest);
  zeroBytes(edge, edgeStride * rows);
  for (let r = 0; r < rows; r++) {
    copyBytes(edge + <usize>r * edgeStride, column + <usize>r * outStride, bytes);
  }
  multiply(left, leftStride, 0, rows, depth, panel, 1, edge, edgeStride);
  for (let r = 0; r < rows; r++) {
    copyBytes(column + <usize>r * outStride, edge + <usize>r * edgeStride, bytes);
  }
}
