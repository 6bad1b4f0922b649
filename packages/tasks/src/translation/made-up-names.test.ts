import { Rng } from "@unroll/core";
import { expect, test } from "vitest";
import { MadeUpNames } from "./made-up-names.ts";

const pair = (source: string, target: string) => ({ source, target });
const boston = pair("I met Tom in Boston on May 25.", "Ich traf Tom am 25. Mai in Boston.");

test("what both sides have in common is replaced on both", () => {
  const names = new MadeUpNames([boston]);
  const { source, target } = names.replace(boston, 1, Rng.fromSeed(1));
  const [, name, city, number] =
    /^I met (\p{Lu}\p{Ll}+) in (\p{Lu}\p{Ll}+) on May (\d\d)\.$/u.exec(source) ?? [];
  expect(target).toBe(`Ich traf ${name} am ${number}. Mai in ${city}.`);
  expect([name, city, number]).not.toEqual(["Tom", "Boston", "25"]);
});

test.each([
  ["nothing is replaced by a share of 0", boston, 0],
  ["a name of one side alone stays", pair("He saw Vienna.", "Er sah Wien."), 1],
  ["a word that begins the sentence is no name", pair("Tom ran.", "Tom lief."), 1],
  ["a name that is part of a longer word stays", pair("I have Tom here.", "Toms Freund Tom."), 1],
  ["I is no name", pair("Am I ill?", "Bin I krank?"), 1],
])("%s", (_, given, share) => {
  expect(new MadeUpNames([given]).replace(given, share, Rng.fromSeed(1))).toEqual(given);
});

test("the stream determines what is made up", () => {
  const names = new MadeUpNames([boston]);
  const drawn = (seed: number) => names.replace(boston, 0.5, Rng.fromSeed(seed));
  expect(drawn(4)).toEqual(drawn(4));
  const different = new Set(Array.from({ length: 20 }, (_, seed) => drawn(seed).source));
  expect(different.size).toBeGreaterThan(5);
});
