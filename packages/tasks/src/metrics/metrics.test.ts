import { expect, test } from "vitest";
import { accuracy } from "./accuracy.ts";
import { confusionMatrix } from "./confusion-matrix.ts";
import { macroF1 } from "./macro-f1.ts";

// scikit-learn 1.5: accuracy_score, f1_score(average="macro", labels=[0, 1, 2], zero_division=0) of
// [0, 0, 0, 1, 1, 2] and [0, 0, 1, 1, 2, 1]: 0.5 and 0.4 (F1 0.8, 0.4, 0).
const labels = ["a", "b", "c"];
const expected = ["a", "a", "a", "b", "b", "c"];
const actual = ["a", "a", "b", "b", "c", "b"];

test("a confusion matrix counts by the right label, then by the answer", () => {
  expect(confusionMatrix(labels, expected, actual)).toEqual({
    a: { a: 2, b: 1, c: 0 },
    b: { a: 0, b: 1, c: 1 },
    c: { a: 0, b: 1, c: 0 },
  });
});

test("accuracy and macro-F1 are scikit-learn's", () => {
  const matrix = confusionMatrix(labels, expected, actual);
  expect(accuracy(matrix)).toBe(0.5);
  expect(macroF1(matrix)).toBeCloseTo(0.4, 12);
});

test("a label that never occurs counts as 0, and so does nothing at all", () => {
  expect(macroF1(confusionMatrix(["a", "b"], ["a"], ["a"]))).toBe(0.5);
  expect(accuracy(confusionMatrix(["a", "b"], [], []))).toBe(0);
  expect(macroF1({})).toBe(0);
});

test("labels may have the names of properties", () => {
  const matrix = confusionMatrix(["constructor", "b"], ["constructor"], ["constructor"]);
  expect(accuracy(matrix)).toBe(1);
});
