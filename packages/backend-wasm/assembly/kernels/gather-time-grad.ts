import { floats } from "../memory/sizes";
import { scatterAdd } from "./scatter-add";

/**
 * Gradient of gathering steps.  dPicked [B,N,D], steps int32 [B,N] -> dy [B,T,D];
 * dy[b, steps[b, n]] += dPicked[b, n], from zeros, in the order of n.
 * Returns the place of the first step that is not in 0..T-1, or -1.
 */
export function gatherTimeGrad(
  dPicked: usize,
  steps: usize,
  batch: i32,
  time: i32,
  size: i32,
  count: i32,
  dy: usize,
): i32 {
  for (let b = 0; b < batch; b++) {
    const wrong = scatterAdd(steps, count, dPicked, time, size, dy);
    if (wrong >= 0) return b * count + wrong;
    dPicked += floats(size) * count;
    steps += floats(count);
    dy += floats(size) * time;
  }
  return -1;
}
