const STEPS = 32;
const LARGEST = 700; // e^700 = 1e304 and e^-700 are the last round powers that are normal doubles

const LARGEST_POWER = Math.ceil(LARGEST / Math.LN2);
/** 2^k for k from -LARGEST_POWER to LARGEST_POWER. */
const POWERS = Float64Array.from(
  { length: 2 * LARGEST_POWER + 1 },
  (_, n) => 2 ** (n - LARGEST_POWER),
);
/** 2^(i/32) for i from 0 to 31. */
const FRACTIONS = Float64Array.from({ length: STEPS }, (_, i) => 2 ** (i / STEPS));

/**
 * e^x to 13 digits, for x limited to +-700; NaN stays NaN.
 * e^x = 2^k * 2^(i/32) * e^r  with  x = (k + i/32) ln 2 + r  and  |r| <= ln 2 / 64:
 * two tables and five terms of the series. Half of an LSTM's work outside its products is
 * exponentials, and Math.exp, which V8 calls rather than inlines, takes twice as long.
 * Tang 1989, Table-driven implementation of the exponential function.
 */
export function exponential(x: number): number {
  // biome-ignore lint/complexity/useMathMinMax: Math.min and Math.max take a fifth longer.
  const limited = x > LARGEST ? LARGEST : x < -LARGEST ? -LARGEST : x;
  const n = Math.floor(limited * (STEPS / Math.LN2) + 0.5) | 0;
  const r = limited - n * (Math.LN2 / STEPS);
  const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120)))));
  return POWERS[(n >> 5) + LARGEST_POWER]! * FRACTIONS[n & 31]! * series;
}
