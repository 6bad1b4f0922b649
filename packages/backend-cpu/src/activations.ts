import { exponential } from "./exponential.ts";

/** 1 / (1 + e^-x), to 13 digits. Saturates to 0 and 1 without overflow; NaN stays NaN. */
export function sigmoid(x: number): number {
  return 1 / (1 + exponential(-x));
}

/**
 * tanh(x) = 1 - 2 / (e^2x + 1), to an absolute error of 1e-13. Saturates to -1 and 1 without
 * overflow; NaN stays NaN.
 */
export function tanh(x: number): number {
  return 1 - 2 / (exponential(2 * x) + 1);
}
