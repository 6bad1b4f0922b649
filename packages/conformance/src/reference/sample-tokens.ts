import type { Matrix, Vector } from "./linear-algebra.ts";

interface Options {
  temperature: number;
  topK: number;
  topP: number;
  banned: Vector;
}

/** A token drawn for each row, and its log-probability by the logits as they are. */
export function sampleTokens(
  logits: Matrix,
  uniforms: Vector,
  { temperature, topK, topP, banned }: Options,
): { tokens: Vector; logProbabilities: Vector } {
  const drawn = logits.map((row, n) => {
    const all = softmax(row);
    const allowed = softmax(
      row.map((logit, v) =>
        banned.includes(n * row.length + v) ? Number.NEGATIVE_INFINITY : logit / temperature,
      ),
    );
    if (all.some(Number.isNaN)) return { token: -1, probability: Number.NaN };
    if (allowed.some(Number.isNaN)) return { token: -1, probability: 0 };
    const order = [...row.keys()].sort((a, b) => (allowed[b] ?? 0) - (allowed[a] ?? 0) || a - b);
    const kept = new Set<number>();
    let mass = 0;
    for (const v of order) {
      if (mass >= topP || kept.size === (topK || row.length)) break;
      kept.add(v);
      mass += allowed[v] ?? 0;
    }
    let passed = 0;
    const token = allowed.findIndex((probability, v) => {
      if (kept.has(v)) passed += probability;
      return passed > (uniforms[n] ?? 0) * mass;
    });
    return { token, probability: all[token] ?? Number.NaN };
  });
  return {
    tokens: drawn.map(({ token }) => token),
    logProbabilities: drawn.map(({ probability }) => Math.log(probability)),
  };
}

function softmax(values: Vector): Vector {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
