import type { Generated } from "./generation-options.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** An answer while others are still looked for. */
export interface Answer {
  /** With the token that ends it, when it is finished. */
  readonly hypothesis: Hypothesis;
  readonly score: number;
  readonly finished: boolean;
}

/** Its tokens, without the one that ends it. */
export function tokensOf({
  hypothesis,
  finished,
}: Pick<Answer, "hypothesis" | "finished">): number[] {
  const tokens = hypothesis.tokens();
  if (finished) tokens.pop();
  return tokens;
}

/** As `generate` gives it. */
export function generatedOf(answer: Answer, returnAttention: boolean): Generated {
  const { hypothesis, score, finished } = answer;
  return {
    tokens: tokensOf(answer),
    score,
    logProbability: hypothesis.logProbability,
    finished,
    ...(returnAttention && { attention: hypothesis.attentions() }),
  };
}
