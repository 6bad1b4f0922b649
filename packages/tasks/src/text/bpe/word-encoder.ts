import type { Rng } from "@unroll/core";
import { BYTE_ALPHABET, byteOf } from "./byte-alphabet.ts";
import type { MergeTable } from "./merge-table.ts";

const utf8 = new TextEncoder();

/** Words that are kept once they are encoded, some 250 bytes each. */
const KEPT_WORDS = 2 ** 16;
/** The most UTF-16 units of a word that is kept. */
const KEPT_LENGTH = 32;

interface EncodedWord {
  /** The ids of its bytes. */
  readonly bytes: readonly number[];
  readonly ids: readonly number[];
}

/**
 * The ids of words. Text repeats its words, so they are kept.
 *
 * Not by the library that reads the same file: it leaves out no merge, takes six to ten times as long, and would be half
 * of what a page downloads for text.
 */
export class WordEncoder {
  readonly #merges: MergeTable;
  /** By byte. */
  readonly #byteIds: readonly number[];
  readonly #kept = new Map<string, EncodedWord>();

  constructor(merges: MergeTable, byteIds: readonly number[]) {
    this.#merges = merges;
    this.#byteIds = byteIds;
  }

  encode(word: string): readonly number[] {
    return this.#encoded(word).ids;
  }

  /**
   * Leaves out each merge with a probability.  Source: Provilkov, Emelianenko & Voita 2020, algorithm 1.
   *
   * Each merge reduces the tokens by one, so what keeps all of them takes as many draws as there are: where none
   * says to leave one out, and that is so for most words, the ids are the word's usual ones.
   */
  encodeDropping(word: string, dropout: number, rng: Rng): readonly number[] {
    const { bytes, ids } = this.#encoded(word);
    const skip = () => rng.nextUniform() < dropout;
    const merges = bytes.length - ids.length;
    let kept = 0;
    while (kept < merges && !skip()) kept++;
    if (kept === merges) return ids;
    let asked = 0;
    return this.#merges.apply(bytes, () => {
      const merge = asked++;
      return merge > kept ? skip() : merge === kept;
    });
  }

  #encoded(word: string): EncodedWord {
    const known = this.#kept.get(word);
    if (known) return known;
    const bytes = idsOfBytes(word, this.#byteIds);
    const encoded = { bytes, ids: this.#merges.apply(bytes) };
    if (word.length <= KEPT_LENGTH) {
      if (this.#kept.size === KEPT_WORDS) this.#kept.clear();
      this.#kept.set(word, encoded);
    }
    return encoded;
  }
}

/** @param ids  by byte */
export function idsOfBytes(word: string, ids: readonly number[]): number[] {
  return Array.from(utf8.encode(word), (byte) => ids[byte] as number);
}

/** By byte, the id of the character that stands for it. */
export function byteIds(idOf: (char: string) => number): number[] {
  const ids = new Array<number>(256);
  for (const char of BYTE_ALPHABET) ids[byteOf(char)] = idOf(char);
  return ids;
}
