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

/** The lanes in float64, the first and third and the second and fourth added up. */
// @ts-ignore: decorators
@inline
export function addHalves(v: v128): v128 {
  const high = v128.shuffle<f32>(v, v, 2, 3, 2, 3);
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(high));
}

/** The first `count` of four floats, the others `rest`. */
// @ts-ignore: decorators
@inline
export function loadLanesOr(address: usize, count: i32, rest: f32): v128 {
  const present = i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
  return v128.bitselect(loadLanes(address, count), f32x4.splat(rest), present);
}

/** The largest of `count` floats; one that is NaN makes it NaN. */
export function largest(values: usize, count: i32): f32 {
  let result = f32x4.splat(-Infinity);
  let n = 0;
  for (; n + 4 <= count; n += 4) result = f32x4.max(result, loadVector(values + floats(n)));
  if (n < count) result = f32x4.max(result, loadLanesOr(values + floats(n), count - n, -Infinity));
  return max(
    max(f32x4.extract_lane(result, 0), f32x4.extract_lane(result, 1)),
    max(f32x4.extract_lane(result, 2), f32x4.extract_lane(result, 3)),
  );
}

/**
 * The largest of `count` floats, those that are NaN left out. A maximum that minds NaN takes many times as
 * long on x86: where a NaN will show anyway, this one does.
 */
export function largestNumber(values: usize, count: i32): f32 {
  let first = f32x4.splat(-Infinity);
  let second = first;
  let n = 0;
  for (; n + 8 <= count; n += 8) {
    first = f32x4.pmax(first, loadVector(values + floats(n)));
    second = f32x4.pmax(second, loadVector(values + floats(n) + 16));
  }
  for (; n < count; n += 4) {
    first = f32x4.pmax(first, loadLanesOr(values + floats(n), count - n, -Infinity));
  }
  const both = f32x4.pmax(first, second);
  return max(
    max(f32x4.extract_lane(both, 0), f32x4.extract_lane(both, 1)),
    max(f32x4.extract_lane(both, 2), f32x4.extract_lane(both, 3)),
  );
}
