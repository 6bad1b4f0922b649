import { describe, expect, test } from "vitest";
import { inWords, leaning, percent } from "./reading.ts";

describe("leaning", () => {
  test.each([
    ["positive", 1, 1],
    ["positive", 0.5, 0],
    ["negative", 0.5, -0],
    ["negative", 0.75, -0.5],
    ["negative", 1, -1],
  ])("of %s %d is %d", (label, score, expected) => {
    expect(leaning({ label, score })).toBeCloseTo(expected, 12);
  });
});

describe("percent", () => {
  test.each([
    [0.5, "50%"],
    [0.987, "98%"],
    [0.9912, "99.1%"],
    [0.99999, "99.9%"],
    [1, "99.9%"],
  ])("of %d is %s", (score, expected) => {
    expect(percent(score)).toBe(expected);
  });
});

test("an answer in words is its label and score", () => {
  expect(inWords({ label: "negative", score: 0.97 })).toBe("negative 97%");
});
