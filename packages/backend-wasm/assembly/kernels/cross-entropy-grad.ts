import { exponential } from "../math/exponential";
import { largest } from "../math/reduce";
import { loadFloat, loadInt, storeFloat, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { sumExp } from "./cross-entropy";

/**
 * Gradient of softmax cross-entropy.  logits [N,C], targets [N] int32, dLosses [N] -> dLogits [N,C].
 * dLogits = dLosses * (softmax(logits) - q), q = (1-s)*onehot + s/C; 0 for ignored rows.
 * With `mean` dLosses is a scalar, divided by the number of targets that count.
 * Returns the place of the first target that is C or more, or -1.
 */
export function crossEntropyGrad(
  logits: usize,
  targets: usize,
  dLosses: usize,
  rows: i32,
  classes: i32,
  labelSmoothing: f64,
  mean: bool,
  dLogits: usize,
): i32 {
  const share: f32 = mean ? 1 / <f32>max(1, countTargets(targets, rows)) : 1;
  const bytes = floats(classes);
  const smoothed = f32x4.splat(<f32>(labelSmoothing / classes));
  for (let n = 0; n < rows; n++) {
    const target = loadInt(targets + floats(n));
    if (target >= classes) return n;
    const out = dLogits + <usize>n * bytes;
    if (target < 0) {
      zeroBytes(out, bytes);
      continue;
    }
    const row = logits + <usize>n * bytes;
    const top = largest(row, classes);
    const shift = f32x4.splat(top);
    const inverse = f32x4.splat(<f32>(1 / sumExp(row, classes, top)));
    const dLoss = share * loadFloat(dLosses + (mean ? 0 : floats(n)));
    for (let c = 0; c < classes; c += 4) {
      const lanes = classes - c;
      const at = floats(c);
      const power = exponential(f32x4.sub(loadLanes(row + at, lanes), shift));
      const softmax = f32x4.mul(power, inverse);
      storeLanes(out + at, f32x4.mul(f32x4.splat(dLoss), f32x4.sub(softmax, smoothed)), lanes);
    }
    const at = out + floats(target);
    storeFloat(at, loadFloat(at) - dLoss * <f32>(1 - labelSmoothing));
  }
  return -1;
}

function countTargets(targets: usize, rows: i32): i32 {
  let count = 0;
  for (let n = 0; n < rows; n++) count += loadInt(targets + floats(n)) >= 0 ? 1 : 0;
  return count;
}
