import type { ConfusionMatrix } from "./confusion-matrix.ts";

/** The share of right answers; 0 when there are none at all. */
export function accuracy(matrix: ConfusionMatrix): number {
  let right = 0;
  let all = 0;
  for (const [label, answers] of Object.entries(matrix)) {
    for (const [answer, count] of Object.entries(answers)) {
      right += answer === label ? count : 0;
      all += count;
    }
  }
  return all === 0 ? 0 : right / all;
}
