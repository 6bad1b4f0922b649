import { expect, test } from "vitest";
import { combineSchedules, cosineDecay, linearDecay, linearWarmup } from "./schedule.ts";

test.each([
  ["linearWarmup", linearWarmup(4), [0.25, 0.5, 1, 1], { warmupSteps: 4 }],
  ["linearDecay", linearDecay(0.2), [1, 0.92, 0.6, 0.2], { end: 0.2 }],
  ["linearDecay", linearDecay(), [1, 0.9, 0.5, 0], { end: 0 }],
  ["cosineDecay", cosineDecay(0.2), [1, 0.9804226, 0.6, 0.2], { end: 0.2 }],
  ["cosineDecay", cosineDecay(), [1, 0.9755283, 0.5, 0], { end: 0 }],
])("%s", (name, schedule, [first, second, half, end], config) => {
  expect(schedule.factor(0, 10)).toBeCloseTo(first as number, 6);
  expect(schedule.factor(1, 10)).toBeCloseTo(second as number, 6);
  expect(schedule.factor(5, 10)).toBeCloseTo(half as number, 6);
  expect(schedule.factor(10, 10)).toBeCloseTo(end as number, 6);
  expect(schedule.factor(20, 10)).toBeCloseTo(end as number, 6); // after its end it stays
  expect(schedule).toMatchObject({ name, config });
});

test("combined schedules are multiplied, and say what they are", () => {
  const schedule = combineSchedules(linearWarmup(4), linearDecay());
  expect(schedule.factor(0, 10)).toBeCloseTo(0.25, 6);
  expect(schedule.factor(1, 10)).toBeCloseTo(0.5 * 0.9, 6);
  expect(schedule.config).toEqual({
    schedules: [
      { name: "linearWarmup", config: { warmupSteps: 4 } },
      { name: "linearDecay", config: { end: 0 } },
    ],
  });
});
