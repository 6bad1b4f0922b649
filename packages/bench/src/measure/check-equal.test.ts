import { expect, test } from "vitest";
import { checkEqual } from "./check-equal.ts";

const check = (ours: number[], peer: number[]) =>
  checkEqual("lstm", { losses: Float32Array.from(ours) }, { losses: Float32Array.from(peer) });

test("values may differ by rounding, measured by the largest", () => {
  check([10, 0], [10, 0.0005]);
});

test.each([
  [
    [10, 0],
    [10, 0.002],
  ],
  [[1], [1, 1]],
  [[Number.NaN], [Number.NaN]],
])("%j and %j are not equal", (ours, peer) => {
  expect(() => check(ours, peer)).toThrow("lstm: losses must be equal to");
});

test("what one side lacks is no equality", () => {
  expect(() => checkEqual("lstm", {}, { c: Float32Array.of(1) })).toThrow("lstm: c must be equal");
});
