import { expect, test } from "vitest";
import { Rng } from "../random/rng.ts";
import { planEpoch } from "./plan-epoch.ts";

const lengthOf = (index: number) => (index * 7) % 30;

test("every example stands in one batch", () => {
  const plan = planEpoch(1003, 16, lengthOf, Rng.fromSeed(1));
  expect(plan.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([
    ...Array(1003).keys(),
  ]);
  expect(plan.filter(({ length }) => length !== 16)).toHaveLength(1);
});

test("batches hold like lengths and come in random order", () => {
  const plan = planEpoch(1600, 16, lengthOf, Rng.fromSeed(1));
  const spreads = plan.map((batch) => {
    const lengths = [...batch].map(lengthOf);
    return Math.max(...lengths) - Math.min(...lengths);
  });
  expect(spreads.reduce((sum, spread) => sum + spread, 0) / plan.length).toBeLessThan(2);
  const firsts = plan.map((batch) => lengthOf(batch[0] as number));
  expect(firsts).not.toEqual([...firsts].sort((a, b) => a - b));
});

test("the same stream gives the same plan, another one another", () => {
  const plan = (seed: number) => planEpoch(100, 8, lengthOf, Rng.fromSeed(seed)).map((b) => [...b]);
  expect(plan(1)).toEqual(plan(1));
  expect(plan(1)).not.toEqual(plan(2));
});
