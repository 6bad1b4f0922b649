import { expect, test } from "vitest";
import { bfloatToFloat, floatToHalf, halfToFloat } from "./half.ts";

const every = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

test("every float16 survives the way to float32 and back, NaN payloads of quiet NaNs too", () => {
  const back = floatToHalf(halfToFloat(every));
  for (const bits of every) {
    const nan = (bits & 0x7fff) > 0x7c00;
    expect(back[bits]).toBe(nan ? bits | 0x200 : bits);
  }
});

test("values between two neighbours go to the nearest, ties to the even one", () => {
  const finite = every.subarray(0, 0x7bff);
  const low = halfToFloat(finite);
  const high = halfToFloat(finite.map((bits) => bits + 1));
  const between = (part: number) =>
    low.map((value, i) => value + ((high[i] as number) - value) * part);
  expect(floatToHalf(between(0.5))).toEqual(finite.map((bits) => bits + (bits & 1)));
  expect(floatToHalf(between(0.499))).toEqual(finite);
  expect(floatToHalf(between(0.501))).toEqual(finite.map((bits) => bits + 1));
});

test("known values of IEEE 754 binary16", () => {
  const half = Uint16Array.of(
    0x3c00,
    0xc000,
    0x7bff,
    0x0400,
    0x0001,
    0x8000,
    0x7c00,
    0xfc00,
    0x3555,
  );
  const float = [1, -2, 65504, 2 ** -14, 2 ** -24, -0, Infinity, -Infinity, 0.333251953125];
  expect([...halfToFloat(half)]).toEqual(float);
  expect(floatToHalf(Float32Array.from(float))).toEqual(half);
});

test("bfloat16 is the upper half of a float32", () => {
  const bits = Uint16Array.of(0x3f80, 0xc049, 0x0001, 0xff80, 0x7fc0);
  expect([...bfloatToFloat(bits)]).toEqual([1, -3.140625, 2 ** -133, -Infinity, Number.NaN]);
});
