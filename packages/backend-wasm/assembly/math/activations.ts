import { constant, ONE, TANH_3, TANH_5, TANH_7, TANH_9, TANH_11, TANH_SMALL } from "./constants";
import { exponential } from "./exponential";
import { multiplyAdd } from "./multiply-add";

/** 1 / (1 + e^-x). Saturates without overflow; NaN stays NaN. */
// @ts-ignore: decorators
@inline
export function sigmoid(x: v128): v128 {
  const one = constant(ONE);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/**
 * tanh(x) to one unit in the last place, near 0 and near 1 too, where a gradient has 1 - y^2; NaN stays
 * NaN. A polynomial for |x| < 0.625, else 1 - 2 / (e^2x + 1).
 * Moshier, Cephes Mathematical Library, tanhf.
 */
// @ts-ignore: decorators
@inline
export function tanh(x: v128): v128 {
  const one = constant(ONE);
  const power = exponential(f32x4.add(x, x));
  const quotient = f32x4.div(f32x4.add(one, one), f32x4.add(power, one));
  const square = f32x4.mul(x, x);
  let p = multiplyAdd(constant(TANH_11), square, constant(TANH_9));
  p = multiplyAdd(p, square, constant(TANH_7));
  p = multiplyAdd(p, square, constant(TANH_5));
  p = multiplyAdd(p, square, constant(TANH_3));
  p = multiplyAdd(f32x4.mul(p, square), x, x);
  const isSmall = f32x4.lt(f32x4.abs(x), constant(TANH_SMALL));
  return v128.bitselect(p, f32x4.sub(one, quotient), isSmall);
}

/** max(x, 0); NaN stays NaN. */
// @ts-ignore: decorators
@inline
export function relu(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0));
}

/** The gradient at x, given the one at y = tanh(x). */
// @ts-ignore: decorators
@inline
export function tanhSlope(y: v128, dy: v128): v128 {
  return f32x4.mul(dy, f32x4.sub(constant(ONE), f32x4.mul(y, y)));
}

/** The gradient at x, given the one at y = sigmoid(x). */
// @ts-ignore: decorators
@inline
export function sigmoidSlope(y: v128, dy: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(constant(ONE), y)));
}

/** The gradient at x, given the one at y = relu(x): NaN where y is NaN. */
// @ts-ignore: decorators
@inline
export function reluSlope(y: v128, dy: v128): v128 {
  const passed = v128.and(dy, f32x4.gt(y, f32x4.splat(0)));
  return v128.or(passed, f32x4.ne(y, y)); // all bits set are a NaN
}
