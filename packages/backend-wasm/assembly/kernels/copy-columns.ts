import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

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
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < count; j += 4) {
      storeLanes(to + floats(j), loadLanes(from + floats(j), count - j), count - j);
    }
    from += fromStride;
    to += toStride;
  }
}
