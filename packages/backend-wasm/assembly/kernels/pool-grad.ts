import { copyBytes, loadFloat, loadInt, storeFloat, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { lengthOf } from "../sequence/valid-steps";

/** Gradient of `poolLast`.  dPooled [B,D] -> dy [B,T,D]. */
export function poolLastGrad(
  dPooled: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  size: i32,
  dy: usize,
): void {
  const bytes = floats(size);
  zeroBytes(dy, bytes * batch * time);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    if (length === 0) continue;
    copyBytes(dy + <usize>(b * time + length - 1) * bytes, dPooled + <usize>b * bytes, bytes);
  }
}

/** Gradient of `poolMean`: to all valid steps evenly.  dPooled [B,D] -> dy [B,T,D]. */
export function poolMeanGrad(
  dPooled: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  size: i32,
  dy: usize,
): void {
  const bytes = floats(size);
  zeroBytes(dy, bytes * batch * time);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    const share = f32x4.splat(1 / <f32>max(1, length));
    for (let t = 0; t < length; t++) {
      const to = dy + <usize>(b * time + t) * bytes;
      for (let j = 0; j < size; j += 4) {
        const lanes = size - j;
        const from = dPooled + <usize>b * bytes + floats(j);
        storeLanes(to + floats(j), f32x4.mul(share, loadLanes(from, lanes)), lanes);
      }
    }
  }
}

/** Gradient of `poolMax`: to the steps it chose.  dPooled [B,D], steps int32 [B,D] -> dy [B,T,D]. */
export function poolMaxGrad(
  dPooled: usize,
  steps: usize,
  batch: i32,
  time: i32,
  size: i32,
  dy: usize,
): void {
  const bytes = floats(size);
  zeroBytes(dy, bytes * batch * time);
  for (let b = 0; b < batch; b++) {
    const row = dy + <usize>(b * time) * bytes;
    for (let j = 0; j < size; j++) {
      const at = <usize>b * bytes + floats(j);
      const step = loadInt(steps + at);
      if (<u32>step >= <u32>time) continue; // -1: a row without steps
      storeFloat(row + <usize>step * bytes + floats(j), loadFloat(dPooled + at));
    }
  }
}
