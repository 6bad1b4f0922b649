import type { Rng } from "@unroll/core";
import type { SentencePair } from "./data/translation-data.ts";

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Puts made-up names and numbers in the place of some that a sentence and its translation have in common, so that
 * a model learns to copy what it has never seen. A made-up name is the beginning of one and the end of another;
 * of a number the digits are drawn anew.
 */
export class MadeUpNames {
  /** Of all pairs, each once. */
  readonly #names: readonly string[];
  readonly #namesOf: ReadonlyMap<SentencePair, readonly string[]>;

  constructor(pairs: readonly SentencePair[]) {
    this.#namesOf = new Map(pairs.map((pair) => [pair, commonNames(pair)]));
    const all = new Set([...this.#namesOf.values()].flat());
    this.#names = [...all].filter((name) => !/\p{N}/u.test(name));
  }

  /** @param share  how likely each name is replaced */
  replace(pair: SentencePair, share: number, rng: Rng): SentencePair {
    let { source, target } = pair;
    for (const name of this.#namesOf.get(pair) ?? []) {
      if (rng.nextUniform() >= share) continue;
      const other = this.#madeUp(name, rng);
      const swap = (text: string) => text.replace(WORD, (word) => (word === name ? other : word));
      source = swap(source);
      target = swap(target);
    }
    return { source, target };
  }

  #madeUp(name: string, rng: Rng): string {
    if (/\p{N}/u.test(name)) return name.replace(/[0-9]/g, () => String(rng.nextInt(10)));
    const [first, second] = [this.#pick(rng), this.#pick(rng)];
    return first.slice(0, half(first)) + second.slice(half(second)).toLowerCase();
  }

  #pick(rng: Rng): string {
    return this.#names[rng.nextInt(this.#names.length)] as string;
  }
}

/**
 * Words with a digit, or with a capital in mid-sentence, that both sides have. A name is left out where the
 * translation has a longer word of it, such as "Toms": that one would stay.
 */
function commonNames({ source, target }: SentencePair): string[] {
  const [first, ...rest] = source.match(WORD) ?? [];
  const words = new Set(target.match(WORD));
  const isName = (word: string) => /\p{Lu}/u.test(word) && word.length > 1;
  const isNumber = (word: string) => /[0-9]/.test(word);
  const found = rest.filter((word) => isNumber(word) || isName(word));
  if (first !== undefined && isNumber(first)) found.push(first);
  return [...new Set(found)].filter(
    (name) =>
      words.has(name) && [...words].every((word) => word === name || !word.startsWith(name)),
  );
}

function half(name: string): number {
  return Math.ceil(name.length / 2);
}
