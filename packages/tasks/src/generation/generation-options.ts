import type { Rng } from "@unroll/core";

/** How `generate` chooses tokens: greedily, by beam search with `numBeams`, or at random with `sampling`. */
export interface GenerationOptions {
  /** The token that ends an answer. */
  endToken: number;
  /**
   * The most tokens of an answer, the end among them: one that has not ended by then is cut. A number, or a
   * function of the length of its source.
   */
  maxLength: number | ((sourceLength: number) => number);
  /** The fewest tokens of an answer, the end not among them. Default 0. */
  minLength?: number | undefined;
  /** Tokens that are never chosen, such as padding. Default: none. */
  suppressTokens?: readonly number[] | undefined;
  /** No n tokens in a row come twice in an answer. Default 0: they may. */
  noRepeatNgramSize?: number | undefined;

  /** How many hypotheses of each input go on side by side. Default 1: greedy, the likeliest token at each step. */
  numBeams?: number | undefined;
  /** How many answers each input gets: the best of its beams, or as many samples. Default 1. */
  numReturnSequences?: number | undefined;
  /**
   * What log-probabilities of hypotheses of unlike length are divided by before they are compared. A number is
   * alpha of Wu et al. 2016, equation 14: ((5 + length) / 6)^alpha, and 0 divides by nothing; "average" is the
   * length. Lengths have the end in them. Default 0.6.
   */
  lengthPenalty?: number | "average" | undefined;
  /**
   * Beta of Wu et al. 2016, equation 14: beta * sum_s log(min(attention to s over all steps, 1)) is added to the
   * score of an answer, so that none of its source is left out. Default 0.
   */
  coveragePenalty?: number | undefined;
  /**
   * When an input is done: by default when no hypothesis that goes on can become better than the answers
   * there are; with true as soon as `numBeams` have ended, which is sooner.
   */
  earlyStopping?: boolean | undefined;

  /** Draws tokens at random in place of a search. */
  sampling?: SamplingOptions | undefined;

  /** Gives each answer the attention of its steps. Default false. */
  returnAttention?: boolean | undefined;
  /**
   * Is told the tokens of an input's first answer as soon as they are settled, that is, never taken back: in a beam
   * search those that all hypotheses have in common, and the rest at the end.
   */
  onTokens?: ((tokens: number[], input: number) => void) | undefined;
  /** Stops between steps; the promise rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** How tokens are drawn. */
export interface SamplingOptions {
  /**
   * Where the numbers come from: one stream, of which each input takes a part by its place, or one stream for
   * each input, so that its answers do not depend on what else is in the batch.
   */
  rng: Rng | readonly Rng[];
  /** Logits are divided by it: below 1 likely tokens become likelier. Default 1. */
  temperature?: number | undefined;
  /** Only so many of the likeliest tokens. Default: all. */
  topK?: number | undefined;
  /**
   * Only the fewest likeliest tokens whose probabilities add up to this; from 0 to 1. Default 1: all.
   * Holtzman et al. 2020.
   */
  topP?: number | undefined;
}

/** An answer. */
export interface Generated {
  /** Without the token it started from and the one that ends it. */
  tokens: number[];
  /**
   * What answers are ranked by: the log-probability after the length penalty, plus the coverage penalty. Of
   * a sample, its log-probability.
   */
  score: number;
  /** Of all tokens, the end among them, by the model as it is: temperature, topK and topP do not change it. */
  logProbability: number;
  /** Whether it ended by itself; otherwise it was cut at `maxLength`. */
  finished: boolean;
  /** With `returnAttention`: of each token, the end last, over the positions of the source. */
  attention?: Float32Array[];
}
