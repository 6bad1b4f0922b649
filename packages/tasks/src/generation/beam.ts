import type { Generated } from "./generation-options.ts";
import { Hypothesis, sharedBeginning } from "./hypothesis.ts";
import { repeatingTokens } from "./repeating-tokens.ts";
import { highestScore, scoreOf } from "./score.ts";
import type { Settings } from "./settings.ts";

/** How a hypothesis could go on. */
export interface Continuation {
  /** The place of the hypothesis among the live ones. */
  parent: number;
  token: number;
  /** Of all tokens with this one. */
  logProbability: number;
}

interface Answer {
  hypothesis: Hypothesis;
  score: number;
  finished: boolean;
}

/** The search for one input: hypotheses that go on, the best first, and the answers there are so far. */
export class Beam {
  /** The place of the input among all. */
  readonly input: number;
  readonly #settings: Settings;
  readonly #maxLength: number;
  #live: readonly Hypothesis[];
  #parents: readonly number[] = [];
  /** The best first, and no more than are asked for. */
  #answers: Answer[] = [];
  #ended = 0;
  #told = 0;

  /** @param token  what the first step is given */
  constructor(input: number, token: number, settings: Settings) {
    this.input = input;
    this.#live = [Hypothesis.start(token)];
    this.#settings = settings;
    this.#maxLength = settings.maxLengths[input] as number;
  }

  /** The hypotheses that go on; none when the search is over. */
  get live(): readonly Hypothesis[] {
    return this.#live;
  }

  /** Of each of them, the place of the one it continues among those that were live before. */
  get parents(): readonly number[] {
    return this.#parents;
  }

  /** The tokens that must not come next after a live hypothesis. */
  banned(hypothesis: Hypothesis): number[] {
    const { endToken, minLength, suppressTokens, noRepeatNgramSize } = this.#settings;
    const banned = [...suppressTokens];
    if (hypothesis.length < minLength) banned.push(endToken);
    if (noRepeatNgramSize > 0) {
      banned.push(...repeatingTokens(hypothesis.tokens(), noRepeatNgramSize));
    }
    return banned;
  }

  /**
   * Lets the best hypotheses go on.
   *
   * @param continuations  the best first: twice as many as beams are always enough
   * @param attentions     of each live hypothesis in this step, where somebody asked
   */
  advance(
    continuations: readonly Continuation[],
    attentions: readonly Float32Array[] | undefined,
  ): void {
    const { endToken, numBeams } = this.#settings;
    const live: Hypothesis[] = [];
    const parents: number[] = [];
    for (const [rank, { parent, token, logProbability }] of continuations.entries()) {
      if (live.length === numBeams) break;
      // One that ends behind numBeams others would not have gone on either.
      if (token === endToken && rank >= numBeams) continue;
      const before = this.#live[parent] as Hypothesis;
      const hypothesis = before.with(token, logProbability, attentions?.[parent]);
      if (token === endToken) {
        this.#add(hypothesis, true);
        this.#ended++;
      } else {
        live.push(hypothesis);
        parents.push(parent);
      }
    }
    this.#live = live;
    this.#parents = parents;
    if (this.#isOver()) {
      // What was cut makes up for answers that are missing, and takes no other's place.
      if (live[0]?.length === this.#maxLength) for (const cut of live) this.#add(cut, false);
      this.#live = [];
    }
  }

  #isOver(): boolean {
    const { earlyStopping, numBeams, numReturnSequences } = this.#settings;
    const [best] = this.#live; // the likeliest: all have one length
    if (best === undefined || best.length === this.#maxLength) return true;
    if (earlyStopping && this.#ended >= numBeams) return true;
    const worst = this.#answers[numReturnSequences - 1];
    return (
      worst !== undefined &&
      worst.score >= highestScore(best.logProbability, this.#maxLength, this.#settings)
    );
  }

  /** Behind those that are as good, where there is room. */
  #add(hypothesis: Hypothesis, finished: boolean): void {
    const added = { hypothesis, score: scoreOf(hypothesis, this.#settings), finished };
    const isWorse = (other: Answer) =>
      other.finished === finished ? other.score < added.score : finished;
    const place = this.#answers.findIndex(isWorse);
    this.#answers.splice(place < 0 ? this.#answers.length : place, 0, added);
    this.#answers.splice(this.#settings.numReturnSequences);
  }

  /** Tokens of the best answer that are settled by now, and were not told before. */
  newTokens(): number[] {
    const answers = this.#answers.map(({ hypothesis }) => hypothesis);
    const isOver = this.#live.length === 0;
    const settled = isOver ? answers[0] : sharedBeginning([...this.#live, ...answers]);
    const tokens = settled === undefined ? [] : this.#tokensOf(settled).slice(this.#told);
    this.#told += tokens.length;
    return tokens;
  }

  /** The answers, the best first. */
  answers(): Generated[] {
    const { returnAttention } = this.#settings;
    return this.#answers.map(({ hypothesis, score, finished }) => ({
      tokens: this.#tokensOf(hypothesis),
      score,
      logProbability: hypothesis.logProbability,
      finished,
      ...(returnAttention && { attention: hypothesis.attentions() }),
    }));
  }

  #tokensOf(hypothesis: Hypothesis): number[] {
    const isEnd = hypothesis.length > 0 && hypothesis.token === this.#settings.endToken;
    return (isEnd ? hypothesis.before : hypothesis)?.tokens() ?? [];
  }
}
