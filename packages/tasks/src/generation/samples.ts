import type { Rng } from "@unroll/core";
import { type Answer, generatedOf, tokensOf } from "./answer.ts";
import type { Generated } from "./generation-options.ts";
import { Hypothesis } from "./hypothesis.ts";
import type { Continuation, Search } from "./search.ts";
import type { Settings } from "./settings.ts";

/** Answers that are drawn, each from a stream of its own, whatever becomes of the others. */
export class Samples implements Search {
  readonly input: number;
  readonly #settings: Settings;
  readonly #maxLength: number;
  readonly #streams: readonly Rng[];
  /** In the order they were begun. */
  readonly #samples: Pick<Answer, "hypothesis" | "finished">[];
  /** The places of those that go on. */
  #going: readonly number[];
  #parents: readonly number[];
  #told = 0;

  /**
   * @param token  what the first step is given
   * @param rng    gives each sample its stream
   */
  constructor(input: number, token: number, settings: Settings, rng: Rng) {
    this.input = input;
    this.#settings = settings;
    this.#maxLength = settings.maxLengths[input] as number;
    const places = Array.from({ length: settings.numReturnSequences }, (_, place) => place);
    this.#streams = places.map((place) => rng.fold(place));
    this.#samples = places.map(() => ({ hypothesis: Hypothesis.start(token), finished: false }));
    this.#going = places;
    this.#parents = places.map(() => 0);
  }

  get live(): readonly Hypothesis[] {
    return this.#going.map((place) => (this.#samples[place] as Answer).hypothesis);
  }

  get parents(): readonly number[] {
    return this.#parents;
  }

  /** A number from 0 to below 1 for each live one. 23 bits: no product with it rounds up to the other factor. */
  uniforms(): number[] {
    return this.#going.map((place) => {
      const bits = (this.#streams[place] as Rng).nextUint32();
      return Math.floor(bits / 2 ** 9) / 2 ** 23;
    });
  }

  /** @param found  one for each live one, but for those that no token can follow */
  advance(found: readonly Continuation[], attentions: readonly Float32Array[] | undefined): void {
    const going: number[] = [];
    const parents: number[] = [];
    for (const { parent, token, logProbability } of found) {
      const place = this.#going[parent] as number;
      const before = (this.#samples[place] as Answer).hypothesis;
      const hypothesis = before.with(token, logProbability, attentions?.[parent]);
      const finished = token === this.#settings.endToken;
      this.#samples[place] = { hypothesis, finished };
      if (finished || hypothesis.length === this.#maxLength) continue;
      going.push(place);
      parents.push(parent);
    }
    this.#going = going;
    this.#parents = parents;
  }

  newTokens(): number[] {
    const [first] = this.#samples;
    const tokens = tokensOf(first as Answer).slice(this.#told);
    this.#told += tokens.length;
    return tokens;
  }

  answers(): Generated[] {
    return this.#samples.map((sample) => {
      const score = sample.hypothesis.logProbability;
      return generatedOf({ ...sample, score }, this.#settings.returnAttention);
    });
  }
}
