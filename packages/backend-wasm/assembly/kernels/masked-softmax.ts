import { exponential } from "../math/exponential";
import { largest, sumFirst, sumLanes } from "../math/reduce";
import { zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { lengthOf } from "../sequence/valid-steps";

/** Below it the exponential stands still, see math/exponential.ts: nothing beside the largest, 1. */
const SMALLEST: f32 = -87;

/**
 * Softmax over the positions that count.  scores [B,Q,S], lengths int32 [B] or 0 -> weights [B,Q,S].
 * weights[s] = exp(scores[s] - largest) / sum_r exp(scores[r] - largest) for s, r < lengths[b], else 0;
 * zeros alone where there is no score above -Infinity.
 */
export function maskedSoftmax(
  scores: usize,
  lengths: usize,
  batch: i32,
  queries: i32,
  positions: i32,
  weights: usize,
): void {
  const bytes = floats(positions);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, positions);
    for (let q = 0; q < queries; q++) {
      const counted = softmax(scores, length, weights);
      zeroBytes(weights + floats(counted), bytes - floats(counted));
      scores += bytes;
      weights += bytes;
    }
  }
}

/** Softmax of so many scores; returns how many weights were written, none where no score counts. */
function softmax(scores: usize, count: i32, weights: usize): i32 {
  const top = largest(scores, count);
  if (top === -Infinity) return 0;
  const shift = f32x4.splat(top);
  let sum: f64 = 0;
  for (let s = 0; s < count; s += 4) {
    const lanes = count - s;
    const shifted = f32x4.sub(loadLanes(scores + floats(s), lanes), shift);
    const none = f32x4.lt(shifted, f32x4.splat(SMALLEST)); // not so for NaN
    const powers = v128.andnot(exponential(shifted), none);
    storeLanes(weights + floats(s), powers, lanes);
    sum += lanes >= 4 ? sumLanes(powers) : sumFirst(powers, lanes);
  }
  const inverse = f32x4.splat(<f32>(1 / sum));
  for (let s = 0; s < count; s += 4) {
    const at = weights + floats(s);
    storeLanes(at, f32x4.mul(loadLanes(at, count - s), inverse), count - s);
  }
  return count;
}
