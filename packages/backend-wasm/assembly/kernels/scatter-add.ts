import { loadInt, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/**
 * Gradient of gather.  indices [N] int32, updates [N,D] -> out [V,D];
 * out[indices[n]] += updates[n], from zeros, in the order of n.
 * Returns the place of the first index that is not in 0..V-1, or -1.
 */
export function scatterAdd(
  indices: usize,
  count: i32,
  updates: usize,
  rows: i32,
  width: i32,
  out: usize,
): i32 {
  const bytes = floats(width);
  zeroBytes(out, <usize>rows * bytes);
  for (let n = 0; n < count; n++) {
    const index = loadInt(indices + floats(n));
    if (<u32>index >= <u32>rows) return n;
    let source = updates + <usize>n * bytes;
    let target = out + <usize>index * bytes;
    for (let j = 0; j < width; j += 4) {
      const lanes = width - j;
      storeLanes(target, f32x4.add(loadLanes(target, lanes), loadLanes(source, lanes)), lanes);
      source += 16;
      target += 16;
    }
  }
  return -1;
}
