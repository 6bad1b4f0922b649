import TinyQueue from "tinyqueue";
import type { Merge } from "./learn-merges.ts";

const NONE = -1;

/** Merges in the order in which they were learned, applied to words in that order. */
export class MergeTable {
  readonly #merges: readonly Merge[];
  readonly #ranks: ReadonlyMap<number, number>;
  readonly #size: number;

  /** @param size  the number of tokens */
  constructor(merges: readonly Merge[], size: number) {
    this.#merges = merges;
    this.#size = size;
    this.#ranks = new Map(merges.map(({ left, right }, rank) => [left * size + right, rank]));
  }

  /**
   * Merges tokens side by side, the merge that was learned first goes first, in the time of a sort.
   *
   * @param tokens  the ids of a word's bytes
   * @param skip  asked before each merge: leaves it out for this time; it may come again after the next merge.
   *   Source: Provilkov, Emelianenko & Voita 2020, algorithm 1
   */
  apply(tokens: ArrayLike<number>, skip: () => boolean = never): number[] {
    const size = tokens.length;
    const ids = Int32Array.from(tokens);
    const next = Int32Array.from(ids, (_, place) => (place + 1 < size ? place + 1 : NONE));
    const previous = Int32Array.from(ids, (_, place) => place - 1);
    // Rank and place in one number; the pair at the place may have changed since.
    const queue = new TinyQueue<number>();
    const enqueue = (place: number) => {
      const rank = this.#rankAt(place, ids, next);
      if (rank !== undefined) queue.push(rank * size + place);
    };
    for (let place = 0; place < size - 1; place++) enqueue(place);

    let skipped: number[] = [];
    for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
      const place = entry % size;
      const rank = (entry - place) / size;
      if (this.#rankAt(place, ids, next) !== rank) continue;
      if (skip()) {
        skipped.push(entry);
        continue;
      }
      const right = next[place] as number;
      const after = next[right] as number;
      ids[place] = (this.#merges[rank] as Merge).merged;
      ids[right] = NONE;
      next[place] = after;
      if (after !== NONE) previous[after] = place;
      enqueue(place);
      if (previous[place] !== NONE) enqueue(previous[place] as number);
      for (const other of skipped) queue.push(other);
      skipped = [];
    }
    return Array.from(ids.filter((id) => id !== NONE));
  }

  #rankAt(place: number, ids: Int32Array, next: Int32Array): number | undefined {
    const right = next[place] as number;
    if (right === NONE || ids[place] === NONE) return undefined;
    return this.#ranks.get((ids[place] as number) * this.#size + (ids[right] as number));
  }
}

const never = () => false;
