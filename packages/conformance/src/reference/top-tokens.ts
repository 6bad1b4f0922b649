import type { Matrix } from "./linear-algebra.ts";

interface Continuation {
  value: number;
  place: number;
}

/**
 * The best continuations of each input's hypotheses: [batch][count] sums of log-probabilities, and their
 * places k*V + v.
 */
export function topTokens(
  logits: Matrix,
  scores: Matrix,
  count: number,
  banned: readonly number[],
): { best: Matrix; places: Matrix } {
  const inputs = scores.map((hypotheses, b) => {
    const all = hypotheses.flatMap((score, k): Continuation[] => {
      const row = b * hypotheses.length + k;
      const values = logits[row] ?? [];
      if (score === Number.NEGATIVE_INFINITY) return [];
      const probabilities = logSoftmax(values);
      return probabilities.map((value, v) => ({
        value: banned.includes(row * values.length + v) ? Number.NEGATIVE_INFINITY : score + value,
        place: k * values.length + v,
      }));
    });
    const order = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
    const found = all
      .filter(({ value }) => value !== Number.NEGATIVE_INFINITY)
      .sort((a, b) => (order(a.value) === order(b.value) ? 0 : order(b.value) - order(a.value)));
    const none = { value: Number.NEGATIVE_INFINITY, place: -1 };
    return Array.from({ length: count }, (_, n) => found[n] ?? none);
  });
  return {
    best: inputs.map((found) => found.map(({ value }) => value)),
    places: inputs.map((found) => found.map(({ place }) => place)),
  };
}

function logSoftmax(values: readonly number[]): number[] {
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return values.map((value) => value - largest - Math.log(sum));
}
