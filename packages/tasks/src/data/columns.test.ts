import { DataError } from "@unroll/core";
import { describe, expect, test } from "vitest";
import { labeledTexts } from "./columns.ts";
import { parseJsonLines, parseLabelFirst, parseTsv } from "./line-formats.ts";

const expected = [
  { text: "a good film", label: "1" },
  { text: 'he said "bad"', label: "0" },
];

describe("the columns are found", () => {
  test.each([
    ["by name", 'id\tSentence\tLabel\n1\ta good film\t1\n2\the said "bad"\t0\n'],
    ["without names, the label last", 'a good film\t1\nhe said "bad"\t0'],
    [
      "without names, the label first, with an id",
      '1\tx7\ta good film\r\n0\tx8\the said "bad"\r\n',
    ],
    ["with blank lines", '\n\na good film\t1\n\nhe said "bad"\t0\n\n'],
  ])("%s", (_, text) => {
    expect(labeledTexts(parseTsv(text, "f"))).toEqual(expected);
  });

  test("label first", () => {
    expect(labeledTexts(parseLabelFirst('1 a good film\n0 he said "bad"\n', "f"))).toEqual(
      expected,
    );
  });

  test("JSON lines, whatever the order of keys and the kind of label", () => {
    const text = `{"text": "a good film", "label": 1, "id": "x"}\n{"label": 0, "text": "he said \\"bad\\""}\n`;
    expect(labeledTexts(parseJsonLines(text, "f"))).toEqual(expected);
  });
});

describe("what is wrong is named with its line", () => {
  test.each([
    ["a missing cell", "text\tlabel\ngood\t1\nbad\n", /^f, line 3: .*got "bad"/],
    ["an empty label", "text\tlabel\ngood\t1\n\nbad\t \n", /^f, line 4: /],
    ["one column", "good\nbad\n", /^f, line 1: .*got one column/],
    ["no text", "\n \n", /^f: there must be texts, got none/],
    ["a header alone", "text\tlabel\n", /^f: there must be texts, got none/],
    [
      "a header of unknown names",
      `words\tmeaning\n${"a good film\tpos\na bad film\tneg\n".repeat(9)}`,
      /^f, line 1: the label must occur more than once, got "meaning"/,
    ],
    [
      "too many labels",
      Array.from({ length: 300 }, (_, i) => `text ${i} and more\tlabel${i}`).join("\n"),
      /at most 100 different labels, got 300/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => labeledTexts(parseTsv(text, "f"))).toThrow(DataError);
    expect(() => labeledTexts(parseTsv(text, "f"))).toThrow(message);
  });

  test.each([
    ['{"text": "a", "label": 1}\n{"text": "b"\n', /^f, line 2: .*JSON object/],
    ['{"text": "a", "label": 1}\n[1]\n', /^f, line 2: .*got "\[1\]"/],
    ['{"text": "a", "label": 1}\n{"label": 0}\n', /^f, line 2: /],
    ['{"text": "a", "label": 1}\n{"text": "b", "label": null}\n', /^f, line 2: /],
  ])("JSON lines %j", (text, message) => {
    expect(() => labeledTexts(parseJsonLines(text, "f"))).toThrow(message);
  });

  test("a label without a text", () => {
    expect(() => parseLabelFirst("1 good\n0\n", "f")).toThrow(
      /^f, line 2: .*a label, a space and a text/,
    );
  });
});
