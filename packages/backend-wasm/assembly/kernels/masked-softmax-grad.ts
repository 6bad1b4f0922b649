import { addHalves } from "../math/reduce";
import { zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { lengthOf } from "../sequence/valid-steps";

/**
 * Gradient of the masked softmax.  weights, dWeights [B,Q,S], lengths int32 [B] or 0 -> dScores [B,Q,S].
 * dScores[s] = weights[s] * (dWeights[s] - sum_r weights[r]*dWeights[r]) for s, r < lengths[b], else 0.
 */
export function maskedSoftmaxGrad(
  weights: usize,
  dWeights: usize,
  lengths: usize,
  batch: i32,
  queries: i32,
  positions: i32,
  dScores: usize,
): void {
  const bytes = floats(positions);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, positions);
    for (let q = 0; q < queries; q++) {
      const mean = f32x4.splat(<f32>dotProduct(weights, dWeights, length));
      for (let s = 0; s < length; s += 4) {
        const lanes = length - s;
        const at = floats(s);
        const centred = f32x4.sub(loadLanes(dWeights + at, lanes), mean);
        storeLanes(dScores + at, f32x4.mul(loadLanes(weights + at, lanes), centred), lanes);
      }
      zeroBytes(dScores + floats(length), bytes - floats(length));
      weights += bytes;
      dWeights += bytes;
      dScores += bytes;
    }
  }
}

function dotProduct(a: usize, b: usize, count: i32): f64 {
  let sums = f64x2.splat(0);
  for (let n = 0; n < count; n += 4) {
    const at = floats(n);
    const lanes = count - n; // what is past the end is 0
    const products = f32x4.mul(loadLanes(a + at, lanes), loadLanes(b + at, lanes));
    sums = f64x2.add(sums, addHalves(products));
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
