import { multiplyAdd } from "../math/multiply-add";
import { loadSplat, loadVector, storeVector } from "../memory/access";
import { floats } from "../memory/sizes";

// The inner loops of every product. Sums live in registers: 2 rows by 16 columns are 8 of them, and
// leave room for what V8 needs besides; 6 x 8 is as fast with relaxed SIMD, but without it a product
// needs a register of its own and half of the sums spill. Every element is summed over k in ascending
// order by the same instructions whatever the tile, so a row's bits do not depend on its neighbours.

/** out[2 rows, 16 columns] += (row0, row1)[depth] · panel[depth, 16]. */
export function addTwoRows(
  row0: usize,
  row1: usize,
  panel: usize,
  depth: i32,
  out0: usize,
  out1: usize,
): void {
  let a0 = loadVector(out0);
  let a1 = loadVector(out0 + 16);
  let a2 = loadVector(out0 + 32);
  let a3 = loadVector(out0 + 48);
  let b0 = loadVector(out1);
  let b1 = loadVector(out1 + 16);
  let b2 = loadVector(out1 + 32);
  let b3 = loadVector(out1 + 48);
  let right = panel;
  const end = floats(depth);
  for (let k: usize = 0; k < end; k += 4) {
    const left0 = loadSplat(row0 + k);
    const left1 = loadSplat(row1 + k);
    let columns = loadVector(right);
    a0 = multiplyAdd(left0, columns, a0);
    b0 = multiplyAdd(left1, columns, b0);
    columns = loadVector(right + 16);
    a1 = multiplyAdd(left0, columns, a1);
    b1 = multiplyAdd(left1, columns, b1);
    columns = loadVector(right + 32);
    a2 = multiplyAdd(left0, columns, a2);
    b2 = multiplyAdd(left1, columns, b2);
    columns = loadVector(right + 48);
    a3 = multiplyAdd(left0, columns, a3);
    b3 = multiplyAdd(left1, columns, b3);
    right += 64;
  }
  storeVector(out0, a0);
  storeVector(out0 + 16, a1);
  storeVector(out0 + 32, a2);
  storeVector(out0 + 48, a3);
  storeVector(out1, b0);
  storeVector(out1 + 16, b1);
  storeVector(out1 + 32, b2);
  storeVector(out1 + 48, b3);
}

/** out[1 row, 16 columns] += row[depth] · panel[depth, 16]. */
export function addRow(row: usize, panel: usize, depth: i32, out: usize): void {
  let a0 = loadVector(out);
  let a1 = loadVector(out + 16);
  let a2 = loadVector(out + 32);
  let a3 = loadVector(out + 48);
  let right = panel;
  const end = floats(depth);
  for (let k: usize = 0; k < end; k += 4) {
    const left = loadSplat(row + k);
    a0 = multiplyAdd(left, loadVector(right), a0);
    a1 = multiplyAdd(left, loadVector(right + 16), a1);
    a2 = multiplyAdd(left, loadVector(right + 32), a2);
    a3 = multiplyAdd(left, loadVector(right + 48), a3);
    right += 64;
  }
  storeVector(out, a0);
  storeVector(out + 16, a1);
  storeVector(out + 32, a2);
  storeVector(out + 48, a3);
}

/**
 * out[1 row, 32 columns] += row[depth] · two panels, `stride` bytes from one to the next. The sums of a
 * single row wait for each other, so twice as many hide the delay. `depth` is even: two steps at a time,
 * because V8 before version 12 spills the sums otherwise.
 */
export function addRowWide(row: usize, panel: usize, stride: usize, depth: i32, out: usize): void {
  let a0 = loadVector(out);
  let a1 = loadVector(out + 16);
  let a2 = loadVector(out + 32);
  let a3 = loadVector(out + 48);
  let b0 = loadVector(out + 64);
  let b1 = loadVector(out + 80);
  let b2 = loadVector(out + 96);
  let b3 = loadVector(out + 112);
  let right0 = panel;
  let right1 = panel + stride;
  let at = row;
  const end = row + floats(depth);
  while (at < end) {
    let left = loadSplat(at);
    a0 = multiplyAdd(left, loadVector(right0), a0);
    a1 = multiplyAdd(left, loadVector(right0 + 16), a1);
    a2 = multiplyAdd(left, loadVector(right0 + 32), a2);
    a3 = multiplyAdd(left, loadVector(right0 + 48), a3);
    b0 = multiplyAdd(left, loadVector(right1), b0);
    b1 = multiplyAdd(left, loadVector(right1 + 16), b1);
    b2 = multiplyAdd(left, loadVector(right1 + 32), b2);
    b3 = multiplyAdd(left, loadVector(right1 + 48), b3);
    left = loadSplat(at + 4);
    a0 = multiplyAdd(left, loadVector(right0 + 64), a0);
    a1 = multiplyAdd(left, loadVector(right0 + 80), a1);
    a2 = multiplyAdd(left, loadVector(right0 + 96), a2);
    a3 = multiplyAdd(left, loadVector(right0 + 112), a3);
    b0 = multiplyAdd(left, loadVector(right1 + 64), b0);
    b1 = multiplyAdd(left, loadVector(right1 + 80), b1);
    b2 = multiplyAdd(left, loadVector(right1 + 96), b2);
    b3 = multiplyAdd(left, loadVector(right1 + 112), b3);
    at += 8;
    right0 += 128;
    right1 += 128;
  }
  storeVector(out, a0);
  storeVector(out + 16, a1);
  storeVector(out + 32, a2);
  storeVector(out + 48, a3);
  storeVector(out + 64, b0);
  storeVector(out + 80, b1);
  storeVector(out + 96, b2);
  storeVector(out + 112, b3);
}
