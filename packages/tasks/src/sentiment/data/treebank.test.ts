import { DataError } from "@unroll/core";
import { expect, test } from "vitest";
import { sstData, sstSentences } from "./sst.ts";
import { parseTree } from "./treebank.ts";

test("a tree's phrases, the sentence last", () => {
  expect(parseTree("(3 (2 It) (4 (2 really) (4 shines)))", "f")).toEqual([
    { text: "It", label: 2 },
    { text: "really", label: 2 },
    { text: "shines", label: 4 },
    { text: "really shines", label: 4 },
    { text: "It really shines", label: 3 },
  ]);
});

test.each([
  ["(3 (2 It) (4 shines)", "1 open ("],
  ["(3 (2 It)) (2 more)", "more after it"],
  ["(7 It)", "a label from 0 to 4 after each (, got 7"],
  ["(2 )", "words in every phrase"],
  ["It shines", "a tree in parentheses, got It"],
  ["(", "got the end"],
  ["", "a closed tree"],
])("%s is refused with its place", (line, message) => {
  expect(() => parseTree(line, "train.txt, line 3")).toThrow(DataError);
  expect(() => parseTree(line, "train.txt, line 3")).toThrow(message);
  expect(() => parseTree(line, "train.txt, line 3")).toThrow(/^train\.txt, line 3: /);
});

test("a deep tree does not overflow the stack", () => {
  const depth = 20_000;
  expect(parseTree(`${"(2 ".repeat(depth)}x${")".repeat(depth)}`, "f")).toHaveLength(depth);
});

const trees = [
  "(3 (2 It) (4 shines))",
  "(2 (2 it) (2 is))",
  "(1 (2 it) (0 SHINES))",
  "(0 (1 it) (0 shines))",
].map((line) => parseTree(line, "f"));

test("SST-2's sentences: whole ones that are not neutral", () => {
  expect(sstSentences(trees)).toEqual([
    { text: "It shines", label: "positive" },
    { text: "it SHINES", label: "negative" },
    { text: "it shines", label: "negative" },
  ]);
});

test("training phrases: each once, whatever its capitals; a sentence outranks a phrase", () => {
  const { train, classes, labels, dev, vocabularyTexts } = sstData(trees, trees.slice(0, 2));
  expect(Object.fromEntries(train.map(({ text, label }) => [text, label]))).toEqual({
    it: "negative",
    shines: "very negative",
    "it shines": "very negative",
    is: "neutral",
    "it is": "neutral",
  });
  expect(labels).toEqual({ negative: [0, 1], positive: [3, 4] });
  expect(classes).toHaveLength(5);
  expect(dev).toEqual([{ text: "It shines", label: "positive" }]);
  expect(vocabularyTexts).toEqual(["It shines", "it is", "it SHINES", "it shines"]);
});
