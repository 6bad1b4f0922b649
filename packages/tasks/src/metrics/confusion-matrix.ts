/** How often texts of one label (the outer key) got an answer (the inner key). */
export type ConfusionMatrix = Record<string, Record<string, number>>;

/** Counts answers by the label they should have had. Both lists are of one length. */
export function confusionMatrix(
  labels: readonly string[],
  expected: readonly string[],
  actual: readonly string[],
): ConfusionMatrix {
  const rows = labels.map((label) => [
    label,
    Object.fromEntries(labels.map((answer) => [answer, 0])),
  ]);
  const matrix: ConfusionMatrix = Object.fromEntries(rows);
  expected.forEach((label, i) => {
    const row = matrix[label] as Record<string, number>;
    const answer = actual[i] as string;
    row[answer] = (row[answer] ?? 0) + 1;
  });
  return matrix;
}
