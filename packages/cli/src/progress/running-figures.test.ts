import { describe, expect, test } from "vitest";
import { clock, RunningFigures, shown } from "./running-figures.ts";

const step = (step: number, loss: number) => ({
  step,
  totalSteps: 100,
  epoch: 1,
  loss,
  gradNorm: 1,
  learningRate: 1,
  examples: 32,
  milliseconds: 50,
});

describe("RunningFigures", () => {
  test("smooths the loss and counts from the first step of this run", () => {
    const figures = new RunningFigures({
      figures: { accuracy: { label: "accuracy", better: "higher" } },
    });
    expect([figures.loss, figures.secondsLeft]).toEqual([Number.NaN, Number.NaN]);
    expect(figures.judgement).toBe("accuracy -");
    figures.step(step(61, 2));
    expect(figures.loss).toBe(2);
    // 39 of them are left, after one of at least 50 ms: the 60 before a resume do not count.
    expect(figures.secondsLeft).toBeGreaterThanOrEqual(39 * 0.05);
    expect(figures.examplesPerSecond).toBeLessThanOrEqual(32 / 0.05);
    figures.step(step(62, 1));
    expect(figures.loss).toBeCloseTo(1.98, 12);
    figures.evaluation({ step: 62, epoch: 1, metrics: { accuracy: 0.75 }, best: true });
    expect(figures.judgement).toBe("accuracy 0.7500");
  });
});

test.each([
  [9, "0:09"],
  [270.4, "4:30"],
  [3909, "1:05:09"],
  [Number.NaN, "-"],
])("%d seconds are %s", (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test("a number that is not there yet is a dash", () => {
  expect([shown(Number.NaN, 2), shown(1.005, 1)]).toEqual(["-", "1.0"]);
});
