import type { Hypothesis } from "./hypothesis.ts";

/** How answers are compared. */
export interface Scoring {
  lengthPenalty: number | "average";
  coveragePenalty: number;
}

/**
 * The score of an answer.
 * log P / penalty(length) + beta * sum_s log(min(sum_t attention_ts, 1))
 *
 * Source: Wu et al. 2016, equation 14.
 */
export function scoreOf(hypothesis: Hypothesis, scoring: Scoring): number {
  const { logProbability, length } = hypothesis;
  const normalized = logProbability / penaltyOf(length, scoring.lengthPenalty);
  return scoring.coveragePenalty === 0
    ? normalized
    : normalized + scoring.coveragePenalty * coverage(hypothesis.attentions());
}

/**
 * What no answer that goes on from a hypothesis can surpass. Every token makes the log-probability less and its
 * penalty no smaller, which is largest for the longest answer; what coverage adds is at most 0.
 */
export function highestScore(logProbability: number, maxLength: number, scoring: Scoring): number {
  return logProbability / penaltyOf(maxLength, scoring.lengthPenalty);
}

function penaltyOf(length: number, penalty: number | "average"): number {
  return penalty === "average" ? length : ((5 + length) / 6) ** penalty;
}

/** The least attention that counts, so that a score stays a number: the smallest float32 that is normal. */
const LEAST = 2 ** -126;

function coverage(attentions: readonly Float32Array[]): number {
  const positions = attentions[0]?.length ?? 0;
  let sum = 0;
  for (let s = 0; s < positions; s++) {
    let covered = 0;
    for (const attention of attentions) covered += attention[s] as number;
    sum += Math.log(Math.min(Math.max(covered, LEAST), 1));
  }
  return sum;
}
