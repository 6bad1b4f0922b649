import { loadFloat, loadVector, storeFloat, storeVector } from "./access";

/** The first `count` of four floats, the others 0; reads nothing past them. */
// @ts-ignore: decorators
@inline
export function loadLanes(address: usize, count: i32): v128 {
  return count >= 4 ? loadVector(address) : loadSome(address, count);
}

/** Stores the first `count` of four floats and nothing past them. */
// @ts-ignore: decorators
@inline
export function storeLanes(address: usize, value: v128, count: i32): void {
  if (count >= 4) storeVector(address, value);
  else storeSome(address, value, count);
}

function loadSome(address: usize, count: i32): v128 {
  let value = f32x4.splat(0);
  value = f32x4.replace_lane(value, 0, loadFloat(address));
  if (count > 1) value = f32x4.replace_lane(value, 1, loadFloat(address + 4));
  if (count > 2) value = f32x4.replace_lane(value, 2, loadFloat(address + 8));
  return value;
}

function storeSome(address: usize, value: v128, count: i32): void {
  storeFloat(address, f32x4.extract_lane(value, 0));
  if (count > 1) storeFloat(address + 4, f32x4.extract_lane(value, 1));
  if (count > 2) storeFloat(address + 8, f32x4.extract_lane(value, 2));
}
