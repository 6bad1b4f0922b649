import type { ConfusionMatrix } from "./confusion-matrix.ts";

/**
 * The mean over labels of F1 = 2 * right / (texts of the label + answers with the label); 0 for a
 * label that neither occurs nor is answered, as scikit-learn's f1_score(average="macro").
 */
export function macroF1(matrix: ConfusionMatrix): number {
  const labels = Object.keys(matrix);
  const f1 = labels.map((label) => {
    const right = matrix[label]?.[label] ?? 0;
    const occurrences = labels.reduce((sum, answer) => sum + (matrix[label]?.[answer] ?? 0), 0);
    const answers = labels.reduce((sum, other) => sum + (matrix[other]?.[label] ?? 0), 0);
    return right === 0 ? 0 : (2 * right) / (occurrences + answers);
  });
  return f1.reduce((sum, value) => sum + value, 0) / Math.max(1, labels.length);
}
