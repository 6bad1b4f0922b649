import fc from "fast-check";
import { expect, test } from "vitest";
import { type LearnOptions, learnMerges } from "./learn-merges.ts";

const alphabet = [..."abcdefghijklmnopqrstuvwxyz"];

/** The tokens that are learned from words of small letters, in order. */
function learn(counts: Record<string, number>, options: Partial<LearnOptions> = {}): string[] {
  const tokens = [...alphabet];
  learnMerges(
    new Map(Object.entries(counts)),
    tokens,
    (word) => [...word].map((char) => alphabet.indexOf(char)),
    { vocabularySize: 1000, minCount: 1, maxLength: 128, ...options },
  );
  return tokens.slice(alphabet.length);
}

const SENNRICH = { low: 5, lower: 2, newest: 6, widest: 3 };

test("the most frequent pair is merged, of equal ones the older", () => {
  expect(learn(SENNRICH).join(" ")).toBe("es est lo low ew new newest dest idest widest er lower");
});

test("it ends at the size, or where pairs become rare", () => {
  expect(learn(SENNRICH, { vocabularySize: 28 })).toEqual(["es", "est"]);
  expect(learn(SENNRICH, { minCount: 7 })).toEqual(["es", "est", "lo", "low"]);
  expect(learn(SENNRICH, { vocabularySize: 26 })).toEqual([]);
  expect(learn({})).toEqual([]);
});

test("no token is longer than it may be", () => {
  expect(learn({ aaaaaaaa: 1 }, { maxLength: 4 })).toEqual(["aa", "aaaa"]);
  expect(learn({ abababab: 1, cc: 1 }, { maxLength: 3 })).toEqual(["ab", "cc"]);
});

/** Counts everything anew before each merge. */
function learnSlowly(counts: Record<string, number>): string[] {
  const tokens = [...alphabet];
  let words = Object.entries(counts).map(([word, count]) => ({ parts: [...word], count }));
  for (;;) {
    const pairs = new Map<string, number>();
    for (const { parts, count } of words) {
      parts.slice(1).forEach((right, i) => {
        const pair = `${parts[i]} ${right}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + count);
      });
    }
    const age = (pair: string) => {
      const [left, right] = pair.split(" ").map((token) => tokens.indexOf(token)) as [
        number,
        number,
      ];
      return left * 1e6 + right;
    };
    const [best] = [...pairs].sort(([a, m], [b, n]) => n - m || age(a) - age(b));
    if (!best) return tokens.slice(alphabet.length);
    const [left, right] = best[0].split(" ") as [string, string];
    if (!tokens.includes(left + right)) tokens.push(left + right);
    words = words.map(({ parts, count }) => ({ parts: mergeParts(parts, left, right), count }));
  }
}

function mergeParts(parts: string[], left: string, right: string): string[] {
  const merged: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const both = parts[i] === left && parts[i + 1] === right;
    merged.push(both ? left + right : (parts[i] as string));
    if (both) i++;
  }
  return merged;
}

test("counting as it goes learns what counting anew learns", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.dictionary(word, fc.integer({ min: 1, max: 4 }), { maxKeys: 8 }), (counts) => {
      expect(learn(counts)).toEqual(learnSlowly(counts));
    }),
    { seed: 1, numRuns: 300 },
  );
});
