import { DataError, Rng } from "@unroll/core";
import { expect, test } from "vitest";
import { setAside } from "../../data/set-aside.ts";
import { differentLabels, numberedNames, renameLabels, usualNames } from "./label-names.ts";

const texts = (...labels: string[]) => labels.map((label) => ({ text: "", label }));
const names = (...labels: string[]) =>
  renameLabels(texts(...labels), usualNames(texts(...labels))).map(({ label }) => label);

test("0 and 1 are negative and positive, unless there are more", () => {
  expect(names("0", "1", "1")).toEqual(["negative", "positive", "positive"]);
  expect(names("0", "1", "2")).toEqual(["0", "1", "2"]);
});

test("neg and pos are short for them", () => {
  expect(names("neg", "Pos", "neutral")).toEqual(["negative", "positive", "neutral"]);
});

test("numbers get the names of a list; texts with several are left out", () => {
  const nameOf = numberedNames(["anger", "joy"], "f");
  expect(renameLabels(texts("1", "0,1", "0"), nameOf)).toEqual(texts("joy", "anger"));
  expect(() => nameOf("2")).toThrow(DataError);
  expect(() => nameOf("joy")).toThrow(/from 0 to 1, the lines of labels.txt, got "joy"/);
});

test("labels are ordered as numbers where all are", () => {
  expect(differentLabels(texts("10", "9", "9"))).toEqual(["9", "10"]);
  expect(differentLabels(texts("b", "10", "a"))).toEqual(["10", "a", "b"]);
});

test("setAside draws a tenth by the seed and keeps the order", () => {
  const items = Array.from({ length: 95 }, (_, i) => i);
  const [kept, aside] = setAside(items, Rng.fromSeed(1), "f");
  expect([kept.length, aside.length]).toEqual([85, 10]);
  expect([...kept, ...aside].sort((a, b) => a - b)).toEqual(items);
  expect(aside).toEqual([...aside].sort((a, b) => a - b));
  expect(setAside(items, Rng.fromSeed(1), "f")).toEqual([kept, aside]);
  expect(setAside(items, Rng.fromSeed(2), "f")).not.toEqual([kept, aside]);
  expect(() => setAside([1], Rng.fromSeed(1), "f")).toThrow(/at least two texts/);
});
