import { expect, test } from "vitest";
import { orderValidSteps } from "./valid-steps.ts";

const plain = (lengths: number[], timeSteps: number, reverse: boolean) => {
  const { rows, running, places } = orderValidSteps(Int32Array.from(lengths), timeSteps, reverse);
  return { rows: [...rows], running: [...running], places: [...places] };
};

test("steps of all rows, longest row first, invalid ones left out", () => {
  expect(plain([1, 3, 0, 3], 4, false)).toEqual({
    rows: [1, 3, 0, 2],
    running: [3, 2, 2],
    places: [4, 12, 0, 5, 13, 6, 14],
  });
});

test("reverse starts at each row's last valid step", () => {
  expect(plain([1, 3], 4, true)).toEqual({
    rows: [1, 0],
    running: [2, 1, 1],
    places: [6, 0, 5, 4],
  });
});

test("nothing to do", () => {
  expect(plain([0, 0], 5, false)).toEqual({ rows: [0, 1], running: [], places: [] });
  expect(plain([], 5, true)).toEqual({ rows: [], running: [], places: [] });
});
