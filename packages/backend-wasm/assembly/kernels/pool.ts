import { copyBytes, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { lengthOf } from "../sequence/valid-steps";

/** The last valid step of each row; zeros for a row without any.  y [B,T,D] -> pooled [B,D]. */
export function poolLast(
  y: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  size: i32,
  pooled: usize,
): void {
  const bytes = floats(size);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    const to = pooled + <usize>b * bytes;
    if (length === 0) zeroBytes(to, bytes);
    else copyBytes(to, y + <usize>(b * time + length - 1) * bytes, bytes);
  }
}

/** The mean of each row's valid steps; zeros for a row without any.  y [B,T,D] -> pooled [B,D]. */
export function poolMean(
  y: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  size: i32,
  pooled: usize,
): void {
  const bytes = floats(size);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    const share = f32x4.splat(1 / <f32>max(1, length));
    for (let j = 0; j < size; j += 4) {
      const lanes = size - j;
      let from = y + <usize>(b * time) * bytes + floats(j);
      let sum = f32x4.splat(0);
      for (let t = 0; t < length; t++) {
        sum = f32x4.add(sum, loadLanes(from, lanes));
        from += bytes;
      }
      storeLanes(pooled + <usize>b * bytes + floats(j), f32x4.mul(sum, share), lanes);
    }
  }
}

/**
 * The largest of each row's valid steps in each place, and the first step that holds it, a NaN counting
 * as larger; 0 and -1 for a row without any.  y [B,T,D] -> pooled [B,D], steps int32 [B,D].
 */
export function poolMax(
  y: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  size: i32,
  pooled: usize,
  steps: usize,
): void {
  const bytes = floats(size);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    const row = y + <usize>(b * time) * bytes;
    for (let j = 0; j < size; j += 4) {
      const lanes = size - j;
      const to = <usize>b * bytes + floats(j);
      let largest = f32x4.splat(0);
      let step = i32x4.splat(-1);
      if (length > 0) {
        let from = row + floats(j);
        largest = loadLanes(from, lanes);
        step = i32x4.splat(0);
        for (let t = 1; t < length; t++) {
          from += bytes;
          const value = loadLanes(from, lanes);
          // Larger, or the first NaN: not (value <= largest) holds for both, and for a NaN so far.
          const larger = v128.and(v128.not(f32x4.le(value, largest)), f32x4.eq(largest, largest));
          largest = v128.bitselect(value, largest, larger);
          step = v128.bitselect(i32x4.splat(t), step, larger);
        }
      }
      storeLanes(pooled + to, largest, lanes);
      storeLanes(steps + to, step, lanes); // the bits of four int32
    }
  }
}
