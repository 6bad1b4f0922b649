import { expect, test } from "vitest";
import { assemble, flopsPerRound } from "./assemble.ts";

const run = (relaxed: boolean, rounds: number) => {
  const module = new WebAssembly.Module(assemble(relaxed));
  return (new WebAssembly.Instance(module).exports.run as (rounds: number) => number)(rounds);
};

test("without relaxed SIMD half of the registers are added to, half multiplied", () => {
  // Zeros stay zeros; the others grow by 1 each time, in one of four lanes.
  expect(run(false, 3)).toBe((3 * flopsPerRound(false)) / 4 / 2);
});

test.runIf(WebAssembly.validate(assemble(true)))("with it each is halved and gets 1", () => {
  expect(run(true, 20)).toBeCloseTo(12 * 2, 5);
});
