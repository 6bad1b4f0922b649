import { loadInt } from "../memory/access";
import { floats } from "../memory/sizes";

/** Rows of x multiplied at a time: enough to make good use of the weights, few enough for the cache. */
const BLOCK_ROWS = 96;

/** The most rows that a block of steps can have. */
// @ts-ignore: decorators
@inline
export function blockRows(batch: i32, time: i32): i32 {
  return max(batch, min(BLOCK_ROWS, batch * time));
}

/** Where the block of steps from `step` on ends: as many whole steps as have room in it. */
export function endOfBlock(running: usize, step: i32, stepCount: i32, batch: i32): i32 {
  const room = max(batch, BLOCK_ROWS);
  let rows = 0;
  let end = step;
  while (end < stepCount) {
    rows += loadInt(running + floats(end));
    if (rows > room) break;
    end++;
  }
  return end;
}
