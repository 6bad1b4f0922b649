import { constant, ONE } from "./constants";
import { exponential, exponentialMinusOne } from "./exponential";

/** 1 / (1 + e^-x). Saturates without overflow; NaN stays NaN. */
// @ts-ignore: decorators
@inline
export function sigmoid(x: v128): v128 {
  const one = constant(ONE);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/**
 * tanh(x) to a unit or two in the last place, near 0 and near 1 too, where a gradient has 1 - y^2.
 * (e^2x - 1) / (e^2x + 1). Saturates without overflow; NaN stays NaN.
 */
// @ts-ignore: decorators
@inline
export function tanh(x: v128): v128 {
  const one = constant(ONE);
  const minusOne = exponentialMinusOne(f32x4.add(x, x));
  return f32x4.div(minusOne, f32x4.add(minusOne, f32x4.add(one, one)));
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
