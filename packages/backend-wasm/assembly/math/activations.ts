import {
  constant,
  ONE,
  TANH_LARGEST,
  TANH_P1,
  TANH_P11,
  TANH_P13,
  TANH_P3,
  TANH_P5,
  TANH_P7,
  TANH_P9,
  TANH_Q0,
  TANH_Q2,
  TANH_Q4,
  TANH_Q6,
  TANH_SMALLEST,
} from "./constants";
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
 * tanh(x) to a few units in the last place, near 0 too; NaN stays NaN.
 * An odd polynomial over an even one, for |x| limited to where tanh is 1 in float32.
 * The coefficients are those of Eigen (generic_fast_tanh_float).
 */
// @ts-ignore: decorators
@inline
export function tanh(x: v128): v128 {
  const limited = f32x4.pmax(f32x4.pmin(x, constant(TANH_LARGEST)), constant(TANH_SMALLEST));
  const square = f32x4.mul(limited, limited);
  let p = multiplyAdd(constant(TANH_P13), square, constant(TANH_P11));
  p = multiplyAdd(p, square, constant(TANH_P9));
  p = multiplyAdd(p, square, constant(TANH_P7));
  p = multiplyAdd(p, square, constant(TANH_P5));
  p = multiplyAdd(p, square, constant(TANH_P3));
  p = multiplyAdd(p, square, constant(TANH_P1));
  let q = multiplyAdd(constant(TANH_Q6), square, constant(TANH_Q4));
  q = multiplyAdd(q, square, constant(TANH_Q2));
  q = multiplyAdd(q, square, constant(TANH_Q0));
  return f32x4.div(f32x4.mul(limited, p), q);
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
