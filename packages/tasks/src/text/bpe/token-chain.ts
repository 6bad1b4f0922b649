/** Told of what stands beside a token that two became: how often, and where. */
interface Neighbors {
  lost: (left: number, right: number, count: number) => void;
  gained: (left: number, right: number, count: number, place: number) => void;
}

const NONE = -1;

/**
 * All words as tokens in one array, each linked with its neighbors in its word: a merge touches the places
 * of its pair alone, however long the words are.
 */
export class TokenChain {
  /** By place; NONE where a merge took the token away. */
  readonly #tokens: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** By place: how often its word occurs. */
  readonly #counts: Float64Array;

  constructor(counts: ReadonlyMap<string, number>, encode: (word: string) => ArrayLike<number>) {
    const words = [...counts].map(([word, count]) => ({ tokens: encode(word), count }));
    const size = words.reduce((sum, { tokens }) => sum + tokens.length, 0);
    this.#tokens = new Int32Array(size);
    this.#next = new Int32Array(size);
    this.#previous = new Int32Array(size);
    this.#counts = new Float64Array(size);
    let start = 0;
    for (const { tokens, count } of words) {
      const end = start + tokens.length;
      this.#tokens.set(tokens, start);
      this.#counts.fill(count, start, end);
      for (let place = start; place < end; place++) {
        this.#previous[place] = place === start ? NONE : place - 1;
        this.#next[place] = place === end - 1 ? NONE : place + 1;
      }
      start = end;
    }
  }

  /** Calls back for each two tokens side by side, from the first on. */
  forEachPair(callback: (left: number, right: number, count: number, place: number) => void): void {
    for (let place = 0; place < this.#tokens.length; place++) {
      const next = this.#next[place] as number;
      if (next === NONE) continue;
      callback(this.#at(place), this.#at(next), this.#counts[place] as number, place);
    }
  }

  /**
   * Makes one token of two, from the left where they overlap.
   * @param places  where the left one may stand, in order
   */
  merge(
    left: number,
    right: number,
    merged: number,
    places: readonly number[],
    { lost, gained }: Neighbors,
  ): void {
    for (const place of places) {
      const next = this.#next[place] as number;
      if (this.#at(place) !== left || next === NONE || this.#at(next) !== right) continue;
      const count = this.#counts[place] as number;
      const before = this.#previous[place] as number;
      const after = this.#next[next] as number;
      this.#tokens[place] = merged;
      this.#tokens[next] = NONE;
      this.#next[place] = after;
      if (before !== NONE) {
        lost(this.#at(before), left, count);
        gained(this.#at(before), merged, count, before);
      }
      if (after !== NONE) {
        this.#previous[after] = place;
        lost(right, this.#at(after), count);
        gained(merged, this.#at(after), count, place);
      }
    }
  }

  #at(place: number): number {
    return this.#tokens[place] as number;
  }
}
