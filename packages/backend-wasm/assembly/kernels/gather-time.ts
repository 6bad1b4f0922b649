import { floats } from "../memory/sizes";
import { gather } from "./gather";

/**
 * Steps of each row.  y [B,T,D], steps int32 [B,N] -> picked [B,N,D];  picked[b, n] = y[b, steps[b, n]].
 * Returns the place of the first step that is not in 0..T-1, or -1.
 */
export function gatherTime(
  y: usize,
  steps: usize,
  batch: i32,
  time: i32,
  size: i32,
  count: i32,
  picked: usize,
): i32 {
  for (let b = 0; b < batch; b++) {
    const wrong = gather(y, time, size, steps, count, picked);
    if (wrong >= 0) return b * count + wrong;
    y += floats(size) * time;
    steps += floats(count);
    picked += floats(size) * count;
  }
  return -1;
}
