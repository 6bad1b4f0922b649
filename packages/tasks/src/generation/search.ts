import type { Generated } from "./generation-options.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { repeatingTokens } from "./repeating-tokens.ts";
import type { Settings } from "./settings.ts";

/** How a hypothesis could go on. */
export interface Continuation {
  /** The place of the hypothesis among the live ones. */
  parent: number;
  token: number;
  /** Of all tokens with this one. */
  logProbability: number;
}

/** The search for the answers to one input. */
export interface Search {
  /** The place of the input among all. */
  readonly input: number;
  /** The hypotheses that go on; none when the search is over. */
  readonly live: readonly Hypothesis[];
  /** Of each of them, the place of the one it continues among those that were live before. */
  readonly parents: readonly number[];

  /**
   * Goes on by a token.
   *
   * @param found       the continuations that were found, or drawn
   * @param attentions  of each live hypothesis in this step, where somebody asked
   */
  advance(found: readonly Continuation[], attentions: readonly Float32Array[] | undefined): void;
  /** Tokens of the first answer that are settled by now, and were not given before. */
  newTokens(): number[];
  /** The answers so far. */
  answers(): Generated[];
}

/** The tokens that must not come next. */
export function bannedAfter(hypothesis: Hypothesis, settings: Settings): number[] {
  const { endToken, minLength, suppressTokens, noRepeatNgramSize } = settings;
  const banned = [...suppressTokens];
  if (hypothesis.length < minLength) banned.push(endToken);
  if (noRepeatNgramSize > 0) {
    banned.push(...repeatingTokens(hypothesis.tokens(), noRepeatNgramSize));
  }
  return banned;
}
