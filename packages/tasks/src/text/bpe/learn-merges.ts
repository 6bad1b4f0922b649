import TinyQueue from "tinyqueue";
import { TokenChain } from "./token-chain.ts";

/** Two tokens side by side become one. All are ids. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly merged: number;
}

export interface LearnOptions {
  vocabularySize: number;
  /** How often a pair must occur. */
  minCount: number;
  /** The most bytes of a token. */
  maxLength: number;
}

interface Pair {
  readonly left: number;
  readonly right: number;
  count: number;
  /** Where the left token stands, or stood. */
  readonly places: number[];
}

/** A pair and its count as it was queued. */
interface Entry {
  readonly pair: Pair;
  readonly count: number;
}

/**
 * Learns the merges of byte-pair encoding: the most frequent pair becomes a token, again and again. Of equally
 * frequent pairs it is the one whose left token is older, then the one whose right token is.
 *
 * @param counts  how often each word occurs
 * @param tokens  the tokens to begin with; grows by those that are learned
 * @param encode  a word's bytes as ids
 * Source: Sennrich, Haddow & Birch 2016; in ties equal to Hugging Face's tokenizers.
 */
export function learnMerges(
  counts: ReadonlyMap<string, number>,
  tokens: string[],
  encode: (word: string) => ArrayLike<number>,
  { vocabularySize, minCount, maxLength }: LearnOptions,
): Merge[] {
  const chain = new TokenChain(counts, encode);
  const pairs = new Map<number, Pair>();
  const queue = new TinyQueue<Entry>([], inOrder);
  const enqueue = (pair: Pair) => queue.push({ pair, count: pair.count });

  const pairOf = (left: number, right: number): Pair => {
    const key = left * vocabularySize + right;
    const known = pairs.get(key);
    if (known) return known;
    const pair = { left, right, count: 0, places: [] };
    pairs.set(key, pair);
    return pair;
  };
  const gain = (left: number, right: number, count: number, place: number): Pair => {
    const pair = pairOf(left, right);
    pair.count += count;
    pair.places.push(place);
    return pair;
  };

  chain.forEachPair(gain);
  for (const pair of pairs.values()) enqueue(pair);

  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: Merge[] = [];
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const { pair, count } = entry;
    if (tokens.length >= vocabularySize || count < minCount) break;
    if (count !== pair.count) {
      enqueue(pair); // Other merges have taken some of it.
      continue;
    }
    const { left, right } = pair;
    const token = `${tokens[left]}${tokens[right]}`;
    if (token.length > maxLength) continue;
    // Two pairs may make the same token, such as aa a and a aa.
    const merged = ids.get(token) ?? tokens.length;
    if (merged === tokens.length) {
      tokens.push(token);
      ids.set(token, merged);
    }
    merges.push({ left, right, merged });

    const gained = new Set<Pair>();
    chain.merge(left, right, merged, inText(pair), {
      lost: (before, after, times) => {
        pairOf(before, after).count -= times;
      },
      gained: (before, after, times, place) => {
        gained.add(gain(before, after, times, place));
      },
    });
    pair.count = 0;
    pairs.delete(left * vocabularySize + right);
    gained.delete(pair);
    for (const neighbors of gained) enqueue(neighbors);
  }
  return merges;
}

/** The more frequent first, then the older. */
function inOrder(a: Entry, b: Entry): number {
  return b.count - a.count || a.pair.left - b.pair.left || a.pair.right - b.pair.right;
}

/** The places from the first on: it matters where a token stands beside its like, as in aaa. */
function inText({ left, right, places }: Pair): number[] {
  return left === right ? places.sort((a, b) => a - b) : places;
}
