import { constant, EXP_SMALLEST } from "../math/constants";
import { exponential } from "../math/exponential";
import { addHalves, largest, largestNumber, loadLanesOr } from "../math/reduce";
import { loadVector, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { lengthOf } from "../sequence/valid-steps";

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
  const top = largestNumber(scores, count);
  // Of nothing, of -Infinity alone, or of NaN among it.
  if (top === -Infinity && largest(scores, count) === -Infinity) return 0;
  const shift = f32x4.splat(top);
  let sums = f64x2.splat(0);
  for (let s = 0; s < count; s += 4) {
    const lanes = count - s;
    const at = floats(s);
    const score = lanes >= 4 ? loadVector(scores + at) : loadLanesOr(scores + at, lanes, -Infinity);
    const powers = power(f32x4.sub(score, shift));
    storeLanes(weights + at, powers, lanes);
    sums = f64x2.add(sums, addHalves(powers));
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  const inverse = f32x4.splat(<f32>(1 / sum));
  for (let s = 0; s < count; s += 4) {
    const at = weights + floats(s);
    storeLanes(at, f32x4.mul(loadLanes(at, count - s), inverse), count - s);
  }
  return count;
}

/** e^x, and exactly 0 where that is nothing beside 1: below its limit the exponential stands still. */
// @ts-ignore: decorators
@inline
export function power(x: v128): v128 {
  return v128.andnot(exponential(x), f32x4.lt(x, constant(EXP_SMALLEST)));
}
