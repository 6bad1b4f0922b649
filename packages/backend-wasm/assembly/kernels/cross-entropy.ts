import { exponential } from "../math/exponential";
import { log } from "../math/logarithm";
import { largest, sumLanes } from "../math/reduce";
import { loadFloat, loadInt, storeFloat } from "../memory/access";
import { loadLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/**
 * Softmax cross-entropy from class indices.  logits [N,C], targets [N] int32 -> losses [N].
 * loss = logSumExp(logits) - (1-s)*logits[target] - s*mean(logits), s = labelSmoothing.
 * A negative target is ignored: its loss is 0. With `mean` their mean over the others, a scalar.
 * Returns the place of the first target that is C or more, or -1.
 */
export function crossEntropy(
  logits: usize,
  targets: usize,
  rows: i32,
  classes: i32,
  labelSmoothing: f64,
  mean: bool,
  losses: usize,
): i32 {
  let total: f64 = 0;
  let counted = 0;
  for (let n = 0; n < rows; n++) {
    const target = loadInt(targets + floats(n));
    if (target >= classes) return n;
    let loss: f64 = 0;
    if (target >= 0) {
      const row = logits + floats(classes) * n;
      loss = logSumExp(row, classes) - (1 - labelSmoothing) * <f64>loadFloat(row + floats(target));
      // Without smoothing the mean stays out of it: an infinite logit times 0 would be NaN.
      if (labelSmoothing > 0) loss -= (labelSmoothing / classes) * sum(row, classes);
      total += loss;
      counted++;
    }
    if (!mean) storeFloat(losses + floats(n), <f32>loss);
  }
  if (mean) storeFloat(losses, <f32>(total / max(1, counted)));
  return -1;
}

/** log sum_c exp(values[c]). The largest value is taken out, so that nothing overflows. */
function logSumExp(values: usize, count: i32): f64 {
  const top = largest(values, count);
  return <f64>top + log(sumExp(values, count, top));
}

/** sum_c exp(values[c] - top) */
export function sumExp(values: usize, count: i32, top: f32): f64 {
  const shift = f32x4.splat(top);
  let total: f64 = 0;
  for (let c = 0; c < count; c += 4) {
    const lanes = count - c;
    const powers = exponential(f32x4.sub(loadLanes(values + floats(c), lanes), shift));
    total += lanes >= 4 ? sumLanes(powers) : sumFirst(powers, lanes);
  }
  return total;
}

function sum(values: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let c = 0; c < count; c++) total += <f64>loadFloat(values + floats(c));
  return total;
}

function sumFirst(v: v128, lanes: i32): f64 {
  let total = <f64>f32x4.extract_lane(v, 0);
  if (lanes > 1) total += <f64>f32x4.extract_lane(v, 1);
  if (lanes > 2) total += <f64>f32x4.extract_lane(v, 2);
  return total;
}
