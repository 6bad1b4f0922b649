import { expect, test } from "vitest";
import type { Session } from "../contenders/contender.ts";
import { takeTurns } from "./take-turns.ts";

/** A side that says how long it took without taking it. */
function side(ms: number, took: (repetitions: number) => void = () => undefined): Session {
  return {
    results: async () => ({}),
    sample: async (repetitions) => {
      took(repetitions);
      return ms * repetitions;
    },
    dispose: async () => undefined,
  };
}

test("short work is repeated, so that a sample lasts long enough", async () => {
  const repetitions: number[] = [];
  const [times] = await takeTurns([side(0.001, (count) => repetitions.push(count))], 2);
  expect(0.001 * (repetitions.at(-1) as number)).toBeGreaterThanOrEqual(2);
  expect(times?.ms).toBeCloseTo(0.001, 9);
});

test("quick sides give more samples; a peer that takes too long gives fewer", async () => {
  const times = await takeTurns([side(300), side(20), side(1), side(4000), side(30_000)], 2);
  expect(times.map(({ samples }) => samples)).toEqual([15, 50, 60, 5, 3]);
});

test("the first side always gives 15", async () => {
  const times = await takeTurns([side(30_000), side(300)], 2);
  expect(times.map(({ samples }) => samples)).toEqual([15, 15]);
});

test("where a side gets faster on the way, all give their samples again", async () => {
  let turns = 0;
  const getsFaster: Session = {
    ...side(0),
    sample: async () => (++turns < 12 ? 200 : 100),
  };
  const [first, second] = await takeTurns([getsFaster, side(100)], 2);
  expect(first).toEqual({ ms: 100, spread: 0, samples: 15 });
  expect(second?.samples).toBe(15);
});

test("sides take turns, sample by sample", async () => {
  let order = "";
  await takeTurns([side(700, () => (order += "a")), side(800, () => (order += "b"))], 2);
  expect(order).toBe("ab".repeat(16));
});
