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

/**
 * e^x to one unit in the last place, for x limited to -87..88; NaN stays NaN.
 * e^x = 2^n * e^r with n = round(x / ln 2) and |r| <= ln 2 / 2, and a polynomial for e^r.
 * Moshier, Cephes Mathematical Library, expf.
 */
// @ts-ignore: decorators
@inline
export function exponential(x: v128): v128 {
  // pmin and pmax are one instruction, and give x where x is NaN.
  const limited = f32x4.pmax(f32x4.pmin(x, constant(EXP_LARGEST)), constant(EXP_SMALLEST));
  const rounder = constant(ROUNDER);
  const shifted = multiplyAdd(limited, constant(LOG2_E), rounder); // n in its lowest bits
  const n = f32x4.sub(shifted, rounder);
  let r = multiplySubtract(n, constant(LN2_HIGH), limited);
  r = multiplySubtract(n, constant(LN2_LOW), r);
  let p = multiplyAdd(constant(EXP_7), r, constant(EXP_6));
  p = multiplyAdd(p, r, constant(EXP_5));
  p = multiplyAdd(p, r, constant(EXP_4));
  p = multiplyAdd(p, r, constant(EXP_3));
  p = multiplyAdd(p, r, constant(EXP_2));
  const one = constant(ONE);
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), one);
  // The bits of n moved to the exponent, on those of 1, are 2^n.
  return f32x4.mul(p, i32x4.add(i32x4.shl(shifted, 23), one));
}
