import { describe, expect, test } from "vitest";
import { labelScores, rank } from "./label-scores.ts";

const fine = { labels: { negative: [0, 1], positive: [3, 4] } };

describe("labelScores", () => {
  test("sums a label's classes, as a share of all that have a label", () => {
    // softmax weights 1, 2, 50, 3, 4: the neutral 50 does not count.
    const logits = [1, 2, 50, 3, 4].map(Math.log);
    expect(labelScores(logits, fine)).toEqual([
      { label: "negative", score: expect.closeTo(0.3, 12) },
      { label: "positive", score: expect.closeTo(0.7, 12) },
    ]);
  });

  test("is the softmax where each class has a label of its own", () => {
    const [a, b] = labelScores([0, Math.log(3)], { labels: { a: [0], b: [1] } });
    expect(a?.score).toBeCloseTo(0.25, 12);
    expect(b?.score).toBeCloseTo(0.75, 12);
  });

  test("stays finite for any logits, also where the class without a label outweighs all", () => {
    const scores = labelScores([-1e4, -1e4, 1e4, -2e4, -1e4], fine);
    expect(scores.map(({ score }) => score)).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 3, 12),
    ]);
  });
});

test("rank puts the best first and leaves its input alone", () => {
  const scores = [
    { label: "a", score: 0.1 },
    { label: "b", score: 0.6 },
    { label: "c", score: 0.3 },
  ];
  expect(rank(scores).map(({ label }) => label)).toEqual(["b", "c", "a"]);
  expect(scores[0]?.label).toBe("a");
});
