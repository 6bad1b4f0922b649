import TinyQueue from "tinyqueue";
import type { Merge } from "./learn-merges.ts";

const NONE = -1;

/** Merges in the order in which they were learned. */
export class MergeTable {
  readonly #merges: readonly Merge[];
  /** The place in that order, by pair. */
  readonly #ranks: ReadonlyMap<number, number>;
  readonly #size: number;

  /** @param size  the number of tokens */
  constructor(merges: readonly Merge[], size: number) {
    this.#merges = merges;
    this.#size = size;
    this.#ranks = new Map(merges.map(({ left, right }, rank) => [left * size + right, rank]));
  }

  /**
   * Merges the tokens of a word: what was learned first goes first, then what stands further left. A word of n
   * tokens takes the time of sorting n numbers.
   *
   * @param skip  asked before each merge; one that it leaves out is there again after the next merge
   */
  apply(tokens: readonly number[], skip: () => boolean = never): number[] {
    const size = tokens.length;
    const ids = Int32Array.from(tokens);
    const next = new Int32Array(size);
    const previous = new Int32Array(size);
    for (let place = 0; place < size; place++) {
      next[place] = place + 1 < size ? place + 1 : NONE;
      previous[place] = place - 1;
    }
    const rankAt = (place: number): number | undefined => {
      const left = ids[place] as number;
      const right = next[place] as number;
      if (left === NONE || right === NONE) return undefined;
      return this.#ranks.get(left * this.#size + (ids[right] as number));
    };
    // Rank and place as one number, so that no object is made.
    const queue = new TinyQueue<number>();
    const enqueue = (place: number) => {
      const rank = rankAt(place);
      if (rank !== undefined) queue.push(rank * size + place);
    };
    for (let place = 0; place < size; place++) enqueue(place);

    let skipped: number[] = [];
    for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
      const place = entry % size;
      const rank = (entry - place) / size;
      if (rankAt(place) !== rank) continue; // Another merge took one of the two.
      if (skip()) {
        skipped.push(entry);
        continue;
      }
      const right = next[place] as number;
      const after = next[right] as number;
      const before = previous[place] as number;
      ids[place] = (this.#merges[rank] as Merge).merged;
      ids[right] = NONE;
      next[place] = after;
      if (after !== NONE) previous[after] = place;
      enqueue(place);
      if (before !== NONE) enqueue(before);
      for (const other of skipped) queue.push(other);
      skipped = [];
    }
    return Array.from(ids.filter((id) => id !== NONE));
  }
}

const never = () => false;
