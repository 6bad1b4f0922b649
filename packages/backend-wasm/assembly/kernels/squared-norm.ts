import { loadFloat, storeFloat } from "../memory/access";
import { loadLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/** Sum of squares of `count` floats and, unless it is 0, of the float at `sum`, in float64, to one float. */
export function squaredNorm(x: usize, count: i32, sum: usize, out: usize): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let n = 0; n < count; n += 4) {
    const v = loadLanes(x + floats(n), count - n);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sums = f64x2.add(low, high);
  const start: f64 = sum === 0 ? 0 : <f64>loadFloat(sum);
  storeFloat(out, <f32>(start + f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)));
}
