import { DataError } from "@unroll/core";
import { describe, expect, test } from "vitest";
import { corpusChrf } from "./chrf.ts";

const german = [
  " Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ",
  "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.",
] as const;
const risk = [
  " risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists .",
  "risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists .",
] as const;

describe("values that sacreBLEU publishes (mjpost/sacrebleu, Apache 2.0)", () => {
  test("README.md, Using SacreBLEU from Python: chrF2 = 59.73", () => {
    const score = corpusChrf(
      ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."],
      [
        ["The dog bit the man.", "The dog had bit the man."],
        ["It was not unexpected.", "No one was surprised."],
        ["The man bit him first.", "The man had bitten the dog."],
      ],
    );
    expect(score.toFixed(2)).toBe("59.73");
  });

  test.each([
    [["a"], ["a"], 100],
    [[""], ["reference"], 0],
    [["a b c"], ["a b c"], 100],
    [["a b c"], ["abc"], 100],
    [[""], ["c"], 0],
    [["a", "b"], ["a", "c"], 50],
    [["aa"], ["ab"], 25],
  ])("test/test_chrf.py, test_cases_effective_order: %j for %j", (texts, references, score) => {
    expect(corpusChrf(texts, references, { beta: 3 })).toBeCloseTo(score, 12);
  });

  // Of version 1.5, which averaged as later ones do by default; those test the two with another average.
  test.each([
    [["abcdefg"], ["hijklmnop"], 0],
    [["source"], [""], 0],
    [[""], [""], 0],
    [[german[0]], [german[1]], 64.13026983156146],
    [[risk[0]], [risk[1]], 63.36173030321477],
    [
      ["Niemand hat die Absicht, eine Mauer zu errichten"],
      ["Niemand hat die Absicht, eine Mauer zu errichten"],
      100,
    ],
  ])("test/test_chrf.py of 1.5, test_cases: %j", (texts, references, score) => {
    expect(corpusChrf(texts, references, { beta: 3 })).toBeCloseTo(score, 10);
  });

  test.each([
    [german[0].replace(/ +/g, " ").trim(), german[1], 67.3481606],
    [risk[0].trim(), risk[1], 65.2414427],
  ])("test/test_chrf.py, test_cases_keep_whitespace: %j", (text, reference, score) => {
    expect(corpusChrf([text], [reference], { beta: 3, whiteSpace: true })).toBeCloseTo(score, 6);
  });
});

test("chrF++ counts words too", () => {
  // sacreBLEU 2.6.0: CHRF(word_order=2).corpus_score(["The dog bit the man."], [["The dog had bit the man."]])
  const score = corpusChrf(["The dog bit the man."], ["The dog had bit the man."], {
    wordOrder: 2,
  });
  expect(score).toBeCloseTo(70.38804247593207, 10);
});

test("characters are code points, not their halves", () => {
  // 😀 and 😁 begin with the same half.
  expect(corpusChrf(["😀"], ["😁"])).toBe(0);
});

test("capitals count, unless they are to be left out", () => {
  expect(corpusChrf(["ABC"], ["abc"])).toBe(0);
  expect(corpusChrf(["ABC"], ["abc"], { lowercase: true })).toBe(100);
});

test("hypotheses without references are refused", () => {
  expect(() => corpusChrf(["a", "b"], ["a"])).toThrow(DataError);
  expect(() => corpusChrf(["a", "b"], ["a"])).toThrow(
    "corpusChrf: there must be references for each hypothesis, got 1 for 2 hypotheses.",
  );
});
