import { loadVector } from "../memory/access";
import { loadLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/** The sum of the four lanes, in float64. */
// @ts-ignore: decorators
@inline
export function sumLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
  );
}

/** The same of the first lanes, one to three. */
// @ts-ignore: decorators
@inline
export function sumFirst(v: v128, lanes: i32): f64 {
  let total = <f64>f32x4.extract_lane(v, 0);
  if (lanes > 1) total += <f64>f32x4.extract_lane(v, 1);
  if (lanes > 2) total += <f64>f32x4.extract_lane(v, 2);
  return total;
}

/** The largest of `count` floats; one that is NaN makes it NaN. */
export function largest(values: usize, count: i32): f32 {
  let result = f32x4.splat(-Infinity);
  let n = 0;
  for (; n + 4 <= count; n += 4) result = f32x4.max(result, loadVector(values + floats(n)));
  if (n < count) {
    const rest = count - n;
    const some = loadLanes(values + floats(n), rest);
    // Lanes past the end repeat the first.
    const first = f32x4.splat(f32x4.extract_lane(some, 0));
    const present = i32x4.gt_s(i32x4.splat(rest), i32x4(0, 1, 2, 3));
    result = f32x4.max(result, v128.bitselect(some, first, present));
  }
  return max(
    max(f32x4.extract_lane(result, 0), f32x4.extract_lane(result, 1)),
    max(f32x4.extract_lane(result, 2), f32x4.extract_lane(result, 3)),
  );
}
