import { loadVector, storeVector, zeroBytes } from "../memory/access";
import { loadLanes } from "../memory/lanes";
import { floats, wholeVectors } from "../memory/sizes";
import { gateColumns } from "./gates";

/** One row of gates from biases [gates*hidden], added up; either may be 0 (none). */
export function layBias(first: usize, second: usize, gates: i32, hidden: i32, row: usize): void {
  zeroBytes(row, floats(gateColumns(gates, hidden)));
  const padded = wholeVectors(hidden);
  for (let gate = 0; gate < gates; gate++) {
    for (let j = 0; j < hidden; j += 4) {
      const from = floats(gate * hidden + j);
      const to = row + floats(gate * padded + j);
      const count = hidden - j;
      let sum = f32x4.splat(0);
      if (first !== 0) sum = loadLanes(first + from, count);
      if (second !== 0) sum = f32x4.add(sum, loadLanes(second + from, count));
      storeVector(to, sum);
    }
  }
}

/** Repeats a row of `columns` floats, a multiple of four, over so many rows. */
export function repeatRow(row: usize, columns: i32, rows: i32, to: usize): void {
  const bytes = floats(columns);
  let target = to;
  for (let r = 0; r < rows; r++) {
    for (let at: usize = 0; at < bytes; at += 16) {
      storeVector(target + at, loadVector(row + at));
    }
    target += bytes;
  }
}
