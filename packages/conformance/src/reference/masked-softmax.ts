import { at, type Cube, map, type Vector } from "./linear-algebra.ts";

/** Softmax over the first lengths[b] positions; 0 past them, and where no score is above -Infinity. */
export function maskedSoftmax({ scores, lengths }: { scores: Cube; lengths: Vector }): Cube {
  return scores.map((queries, b) =>
    queries.map((row) => {
      const counted = row.slice(0, at(lengths, b));
      const largest = Math.max(...counted);
      if (largest === -Infinity) return row.map(() => 0);
      const powers = counted.map((score) => Math.exp(score - largest));
      const sum = powers.reduce((total, power) => total + power, 0);
      return row.map((_, s) => (s < counted.length ? at(powers, s) / sum : 0));
    }),
  );
}

/** dScores = weights * (dWeights - Σ weights * dWeights), over the first lengths[b] positions. */
export function maskedSoftmaxGrad({
  weights,
  dWeights,
  lengths,
}: {
  weights: Cube;
  dWeights: Cube;
  lengths: Vector;
}): Cube {
  return weights.map((queries, b) =>
    queries.map((row, q) => {
      const length = at(lengths, b);
      const gradient = at(at(dWeights, b), q);
      const terms = map((weight, d) => weight * d, row, gradient).slice(0, length);
      const mean = terms.reduce((sum, term) => sum + term, 0);
      return row.map((weight, s) => (s < length ? weight * (at(gradient, s) - mean) : 0));
    }),
  );
}
