import { copyBytes, zeroBytes } from "../memory/access";
import { floats, PANEL } from "../memory/sizes";
import { edgeBytes, multiplyColumns } from "../product/columns";
import { packColumns, packRows, panelBytes } from "../product/panels";
import { addRows } from "../product/rows";
import { transpose } from "../product/transpose";

// Blocks: the right operand is packed a block at a time, 512 KB at the most, and the left one, where
// it is transposed, likewise.
const BLOCK_DEPTH = 256;
const BLOCK_WIDTH = 512;
const BLOCK_ROWS = 128;
/** Depth from which on a transposed operand is far larger than the result. */
const TALL = 512;
/** With so few rows, packing the right operand would take longer than multiplying with it. */
const FEW_ROWS = 3;

/** Bytes of scratch that `matMul` needs. */
export function matMulScratch(rows: i32, depth: i32, width: i32): usize {
  return max(productScratch(rows, depth, width), turnedScratch(rows, depth, width));
}

function productScratch(rows: i32, depth: i32, width: i32): usize {
  const blockDepth = min(depth, BLOCK_DEPTH);
  const blockWidth = min(width, BLOCK_WIDTH);
  const blockRows = min(rows, BLOCK_ROWS);
  return (
    panelBytes(blockDepth, blockWidth) + floats(blockRows * blockDepth) + edgeBytes(blockRows)
  );
}

function turnedScratch(rows: i32, depth: i32, width: i32): usize {
  return floats(rows) * width + productScratch(width, depth, rows);
}

/**
 * Product with transposes.  a [M,K] or [K,M], b [K,N] or [N,K], bias [N] or 0 -> out = a·b + bias [M,N].
 *
 * A weight's gradient aᵀ·b, whose a is the wider of two tall operands, is formed as (bᵀ·a)ᵀ: the
 * narrower one is transposed block by block, and the wider one packed, which reads it row by row.
 */
export function matMul(
  a: usize,
  b: usize,
  bias: usize,
  rows: i32,
  depth: i32,
  width: i32,
  transposeA: bool,
  transposeB: bool,
  out: usize,
  scratch: usize,
): void {
  if (transposeA && !transposeB && bias === 0 && width < rows && depth >= TALL) {
    const turned = scratch;
    const rest = turned + floats(rows) * width;
    multiplyBlocks(b, a, 0, width, depth, rows, true, false, turned, rest);
    transpose(turned, floats(rows), width, rows, out);
  } else {
    multiplyBlocks(a, b, bias, rows, depth, width, transposeA, transposeB, out, scratch);
  }
}

/** The product, block by block.  Goto & van de Geijn 2008, Anatomy of high-performance matrix multiplication. */
function multiplyBlocks(
  a: usize,
  b: usize,
  bias: usize,
  rows: i32,
  depth: i32,
  width: i32,
  transposeA: bool,
  transposeB: bool,
  out: usize,
  scratch: usize,
): void {
  if (bias === 0) {
    zeroBytes(out, floats(rows) * width);
  } else {
    for (let r = 0; r < rows; r++) copyBytes(out + floats(width) * r, bias, floats(width));
  }
  if (rows <= FEW_ROWS && !transposeB) {
    addRows(
      a,
      transposeA ? 4 : floats(depth),
      transposeA ? floats(rows) : 4,
      rows,
      depth,
      b,
      width,
      out,
    );
    return;
  }
  const panels = scratch;
  const left = panels + panelBytes(min(depth, BLOCK_DEPTH), min(width, BLOCK_WIDTH));
  const edge = left + floats(min(rows, BLOCK_ROWS) * min(depth, BLOCK_DEPTH));
  const outStride = floats(width);
  for (let n = 0; n < width; n += BLOCK_WIDTH) {
    const widthHere = min(BLOCK_WIDTH, width - n);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const depthHere = min(BLOCK_DEPTH, depth - k);
      packRight(b, depth, width, transposeB, k, depthHere, n, widthHere, panels);
      for (let m = 0; m < rows; m += BLOCK_ROWS) {
        const rowsHere = min(BLOCK_ROWS, rows - m);
        let leftHere = a + floats(m) * depth + floats(k);
        let leftStride = floats(depth);
        if (transposeA) {
          transpose(a + floats(k) * rows + floats(m), floats(rows), depthHere, rowsHere, left);
          leftHere = left;
          leftStride = floats(depthHere);
        }
        multiplyColumns(
          leftHere,
          leftStride,
          rowsHere,
          depthHere,
          panels,
          widthHere,
          out + floats(m) * width + floats(n),
          outStride,
          edge,
        );
      }
    }
  }
}

/** Rows k.. and columns n.. of the right operand as panels. */
function packRight(
  b: usize,
  depth: i32,
  width: i32,
  transposed: bool,
  k: i32,
  depthHere: i32,
  n: i32,
  widthHere: i32,
  panels: usize,
): void {
  if (transposed) {
    const last = widthHere % PANEL;
    if (last > 0) {
      const whole = widthHere - last;
      zeroBytes(panels + panelBytes(depthHere, whole), panelBytes(depthHere, PANEL));
    }
    const from = b + floats(n) * depth + floats(k);
    packColumns(from, floats(depth), widthHere, depthHere, panels, depthHere, 0);
  } else {
    const from = b + floats(k) * width + floats(n);
    packRows(from, floats(width), depthHere, widthHere, panels, depthHere, 0);
  }
}
