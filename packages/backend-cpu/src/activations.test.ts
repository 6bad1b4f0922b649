import { expect, test } from "vitest";
import { sigmoid, tanh } from "./activations.ts";

const points = Array.from({ length: 2001 }, (_, n) => (n - 1000) / 37);

test("sigmoid agrees with its formula to 12 digits", () => {
  for (const x of points) {
    const expected = 1 / (1 + Math.exp(-x));
    expect(Math.abs(sigmoid(x) - expected)).toBeLessThanOrEqual(1e-12 * expected);
  }
});

test("tanh agrees with Math.tanh to 1e-13", () => {
  for (const x of [...points, 1e-3, 1e-6, 1e-9]) {
    expect(Math.abs(tanh(x) - Math.tanh(x))).toBeLessThanOrEqual(1e-13);
  }
});

test.each([100, 1e4, 1e30, Infinity])("saturates at +-%f", (x) => {
  expect([sigmoid(x), tanh(x), tanh(-x)]).toEqual([1, 1, -1]);
  expect(Math.fround(sigmoid(-x))).toBeCloseTo(0, 40);
});

test("NaN stays NaN", () => {
  expect([sigmoid(Number.NaN), tanh(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
});
