import { expect, test } from "vitest";
import { summarize } from "./summarize.ts";

test("the median, and half the distance between the quartiles as a share of it", () => {
  expect(summarize([9, 1, 5, 3, 7])).toEqual({ ms: 5, spread: (7 - 3) / 2 / 5, samples: 5 });
  expect(summarize([4])).toEqual({ ms: 4, spread: 0, samples: 1 });
});
