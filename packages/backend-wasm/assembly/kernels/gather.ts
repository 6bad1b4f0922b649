import { copyBytes, loadInt } from "../memory/access";
import { floats } from "../memory/sizes";

/**
 * Rows of a table.  table [V,D], indices [N] int32 -> out [N,D];  out[n] = table[indices[n]].
 * Returns the place of the first index that is not in 0..V-1, or -1.
 */
export function gather(
  table: usize,
  rows: i32,
  width: i32,
  indices: usize,
  count: i32,
  out: usize,
): i32 {
  const bytes = floats(width);
  for (let n = 0; n < count; n++) {
    const index = loadInt(indices + floats(n));
    if (<u32>index >= <u32>rows) return n;
    copyBytes(out + <usize>n * bytes, table + <usize>index * bytes, bytes);
  }
  return -1;
}
