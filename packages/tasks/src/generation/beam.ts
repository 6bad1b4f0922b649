import { type Answer, generatedOf, tokensOf } from "./answer.ts";
import type { Generated } from "./generation-options.ts";
import { Hypothesis, sharedBeginning } from "./hypothesis.ts";
import { highestScore, scoreOf } from "./score.ts";
import type { Continuation, Search } from "./search.ts";
import type { Settings } from "./settings.ts";

/** A beam search: its hypotheses are the best ones of their length, the best first. */
export class Beam implements Search {
  readonly input: number;
  readonly #settings: Settings;
  readonly #maxLength: number;
  #live: readonly Hypothesis[];
  #parents: readonly number[] = [0];
  /** The best first, and no more than are asked for. */
  readonly #answers: Answer[] = [];
  #ended = 0;
  #told = 0;

  /** @param token  what the first step is given */
  constructor(input: number, token: number, settings: Settings) {
    this.input = input;
    this.#settings = settings;
    this.#maxLength = settings.maxLengths[input] as number;
    this.#live = [Hypothesis.start(token)];
  }

  get live(): readonly Hypothesis[] {
    return this.#live;
  }

  get parents(): readonly number[] {
    return this.#parents;
  }

  /** @param found  the best first: twice as many as beams are always enough */
  advance(found: readonly Continuation[], attentions: readonly Float32Array[] | undefined): void {
    const { endToken, numBeams } = this.#settings;
    const before = this.#live;
    const live: Hypothesis[] = [];
    const parents: number[] = [];
    for (const [rank, { parent, token, logProbability }] of found.entries()) {
      if (live.length === numBeams) break;
      // One that ends behind numBeams others would not have gone on either.
      if (token === endToken && rank >= numBeams) continue;
      const hypothesis = (before[parent] as Hypothesis).with(
        token,
        logProbability,
        attentions?.[parent],
      );
      if (token === endToken) {
        this.#ended++;
        this.#add(hypothesis, true);
      } else {
        live.push(hypothesis);
        parents.push(parent);
      }
    }
    this.#live = live;
    this.#parents = parents;
    // What has no token to go on with, or is cut, makes up for answers that are missing.
    if (found.length === 0) this.#cut(before);
    else if (live[0]?.length === this.#maxLength) this.#cut(live);
    if (this.#isOver()) this.#live = [];
  }

  #cut(hypotheses: readonly Hypothesis[]): void {
    for (const hypothesis of hypotheses) this.#add(hypothesis, false);
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

  /** Behind those that are as good, and where there is room; what is not finished behind all that is. */
  #add(hypothesis: Hypothesis, finished: boolean): void {
    const answers = this.#answers;
    const added = { hypothesis, score: scoreOf(hypothesis, this.#settings), finished };
    const place = answers.findIndex((other) =>
      other.finished === finished ? other.score < added.score : finished,
    );
    answers.splice(place < 0 ? answers.length : place, 0, added);
    answers.splice(this.#settings.numReturnSequences);
  }

  /** While it goes on, those that all hypotheses and answers begin with. */
  newTokens(): number[] {
    const isOver = this.#live.length === 0;
    const [best] = this.#answers;
    const rivals = [...this.#live, ...this.#answers.map(({ hypothesis }) => hypothesis)];
    const settled = isOver ? best : { hypothesis: sharedBeginning(rivals), finished: false };
    const tokens = settled ? tokensOf(settled).slice(this.#told) : [];
    this.#told += tokens.length;
    return tokens;
  }

  answers(): Generated[] {
    return this.#answers.map((answer) => generatedOf(answer, this.#settings.returnAttention));
  }
}
