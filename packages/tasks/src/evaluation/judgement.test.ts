import { expect, test } from "vitest";
import { showFigure } from "./judgement.ts";

test.each([
  [{ digits: undefined, unit: undefined }, 0.83486, "0.8349"],
  [{ digits: 1, unit: "BLEU" }, 34.26, "34.3 BLEU"],
  [{ digits: 0, unit: undefined }, 0, "0"],
  [{ digits: 2, unit: "bits" }, undefined, "-"],
  [{ digits: 2, unit: "bits" }, Number.NaN, "-"],
])("a figure of %o, %d, is shown as %s", ({ digits, unit }, value, text) => {
  const figure = {
    label: "figure",
    better: "higher" as const,
    ...(digits !== undefined && { digits }),
    ...(unit !== undefined && { unit }),
  };
  expect(showFigure(figure, value)).toBe(text);
});
