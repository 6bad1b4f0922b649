import { copyBytes, loadVector, storeVector } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/** From so many columns on, a row is copied faster by the engine, which is called for it. */
const WIDE: i32 = 256;

/**
 * Copies columns of a row-major matrix into another: of concatenation and splitting, one part.
 *
 * @param from    the first of `count` columns in the first row; `fromStride` bytes from row to row
 * @param to      where it goes, likewise
 */
export function copyColumns(
  rows: i32,
  count: i32,
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
): void {
  const bytes = floats(count);
  const whole = bytes & ~63;
  for (let row = 0; row < rows; row++) {
    if (count >= WIDE) {
      copyBytes(to, from, bytes);
    } else {
      let at: usize = 0;
      for (; at < whole; at += 64) {
        storeVector(to + at, loadVector(from + at));
        storeVector(to + at + 16, loadVector(from + at + 16));
        storeVector(to + at + 32, loadVector(from + at + 32));
        storeVector(to + at + 48, loadVector(from + at + 48));
      }
      for (; at < bytes; at += 16) {
        const lanes = <i32>((bytes - at) >> 2);
        storeLanes(to + at, loadLanes(from + at, lanes), lanes);
      }
    }
    from += fromStride;
    to += toStride;
  }
}
