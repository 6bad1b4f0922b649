import {
  constant,
  EXP_2,
  EXP_3,
  EXP_4,
  EXP_5,
  EXP_6,
  EXP_7,
  EXP_LARGEST,
  EXP_SMALLEST,
  LN2_HIGH,
  LN2_LOW,
  LOG2_E,
  ONE,
  ROUNDER,
} from "./constants";
import { multiplyAdd, multiplySubtract } from "./multiply-add";

// e^x = 2^n * e^r with n = round(x / ln 2) and |r| <= ln 2 / 2, and a polynomial for e^r - 1.
// x is limited to -87..88; NaN stays NaN.
// Moshier, Cephes Mathematical Library, expf.

/** e^x to one unit in the last place. */
// @ts-ignore: decorators
@inline
export function exponential(x: v128): v128 {
  const limited = limit(x);
  const shifted = shiftedExponent(limited);
  const power = powerOfTwo(shifted);
  return multiplyAdd(power, fractionMinusOne(limited, shifted), power);
}

/** e^x - 1 to a few units in the last place, near 0 too. */
// @ts-ignore: decorators
@inline
export function exponentialMinusOne(x: v128): v128 {
  const limited = limit(x);
  const shifted = shiftedExponent(limited);
  const power = powerOfTwo(shifted);
  const fraction = fractionMinusOne(limited, shifted);
  return multiplyAdd(power, fraction, f32x4.sub(power, constant(ONE)));
}

// @ts-ignore: decorators
@inline
function limit(x: v128): v128 {
  // pmin and pmax are one instruction, and give x where x is NaN.
  return f32x4.pmax(f32x4.pmin(x, constant(EXP_LARGEST)), constant(EXP_SMALLEST));
}

/** n, in the lowest bits of a number so large that its last bit is worth 1. */
// @ts-ignore: decorators
@inline
function shiftedExponent(x: v128): v128 {
  return multiplyAdd(x, constant(LOG2_E), constant(ROUNDER));
}

/** 2^n: the bits of n moved to the exponent, on those of 1. */
// @ts-ignore: decorators
@inline
function powerOfTwo(shifted: v128): v128 {
  return i32x4.add(i32x4.shl(shifted, 23), constant(ONE));
}

/** e^r - 1. */
// @ts-ignore: decorators
@inline
function fractionMinusOne(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, constant(ROUNDER));
  let r = multiplySubtract(n, constant(LN2_HIGH), x);
  r = multiplySubtract(n, constant(LN2_LOW), r);
  let p = multiplyAdd(constant(EXP_7), r, constant(EXP_6));
  p = multiplyAdd(p, r, constant(EXP_5));
  p = multiplyAdd(p, r, constant(EXP_4));
  p = multiplyAdd(p, r, constant(EXP_3));
  p = multiplyAdd(p, r, constant(EXP_2));
  return multiplyAdd(f32x4.mul(p, r), r, r);
}
