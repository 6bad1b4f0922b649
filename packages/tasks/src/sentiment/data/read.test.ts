import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DataError } from "@unroll/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SplitName } from "../../data/data-place.ts";
import { openData } from "../../node/open-data.ts";
import { readSentimentData as readData, readSentimentSplit as readSplit } from "./read.ts";

const readSentimentData = async (path: string, { seed = 0 } = {}) =>
  readData(await openData(path), { seed });
const readSentimentSplit = async (path: string, split: SplitName) =>
  readSplit(await openData(path), split);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-data-"));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
};

test("a folder with a file for each part, in different formats, packed or not", async () => {
  await put("train.tsv.gz", gzipSync("text\tlabel\ngood film\t1\nbad film\t0\n"));
  await put("validation.csv", 'label,text\n1,"good, really"\n0,"bad\nfilm"\n');
  await put("my-test.jsonl", '{"text": "fine", "label": 1}\n');
  await put("README.md", "of test and train");
  const data = await readSentimentData(folder);
  expect(data).toEqual({
    classes: ["negative", "positive"],
    labels: { negative: [0], positive: [1] },
    train: [
      { text: "good film", label: "positive" },
      { text: "bad film", label: "negative" },
    ],
    dev: [
      { text: "good, really", label: "positive" },
      { text: "bad\nfilm", label: "negative" },
    ],
  });
  expect(await readSentimentSplit(folder, "test")).toEqual([{ text: "fine", label: "positive" }]);
});

test("the treebank: phrases to train on, whole sentences to judge by", async () => {
  await put("trees/train.txt.gz", gzipSync("(3 (2 It) (4 shines))\n(1 (2 It) (0 fails))\n"));
  await put("trees/dev.txt", "(2 (2 It) (2 is))\n\n(4 (2 It) (4 shines))\n");
  await put("stsa.binary.train", "1 it shines");
  const { train, dev, classes } = await readSentimentData(folder);
  expect(train).toHaveLength(5);
  expect(classes).toHaveLength(5);
  expect(dev).toEqual([{ text: "It shines", label: "positive" }]);
  expect(await readSentimentSplit(folder, "train")).toHaveLength(2);
});

test("one file: a tenth is set aside, the same for the same seed", async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `${i % 2} text number ${i}`);
  const file = await put("all.txt", lines.join("\n"));
  const data = await readSentimentData(file, { seed: 5 });
  expect([data.train.length, data.dev.length]).toEqual([36, 4]);
  expect(await readSentimentData(file, { seed: 5 })).toEqual(data);
  expect(await readSentimentSplit(file, "test")).toHaveLength(40);
});

test("GoEmotions: numbered labels, texts with several left out", async () => {
  await put("labels.txt", "ambiguous\nnegative\nneutral\npositive\n");
  await put("train.tsv", 'I said "good"\t3\teb1\nsad\t1\teb2\nboth of it\t1,3\teb3\n');
  await put("dev.tsv", "fine day\t3\teb4\n");
  const { train, dev, classes } = await readSentimentData(folder);
  expect(train).toEqual([
    { text: 'I said "good"', label: "positive" },
    { text: "sad", label: "negative" },
  ]);
  expect(dev).toEqual([{ text: "fine day", label: "positive" }]);
  expect(classes).toEqual(["negative", "positive"]);
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  [
    "a path that is not there",
    () => readSentimentData(join(folder, "x")),
    /x: it must be a file or a folder of data/,
  ],
  ["an empty folder", () => readSentimentData(folder), /got none\. Rename them/],
  [
    "two files for a part",
    async () => {
      await put("a.train.gz", gzipSync("1 a"));
      await put("b.train.gz", gzipSync("1 a"));
      return readSentimentData(folder);
    },
    /one file for "train", got a.train.gz and b.train.gz/,
  ],
  [
    "a part that is missing",
    async () => {
      await put("dev.tsv", "good\t1");
      return readSentimentData(folder);
    },
    /must hold a file for "train", got dev/,
  ],
  [
    "one label only",
    async () => readSentimentData(await put("a.tsv", "good\t1\nfine\t1")),
    /at least two labels, got positive/,
  ],
  [
    "a broken tree",
    async () => readSentimentData(await put("a.txt", "(2 (2 a) (2 b))\n(2 (2 a)")),
    /a\.txt, line 2: .*closed tree/,
  ],
  [
    "a broken quote",
    async () => readSentimentData(await put("a.csv", 'text,label\n"a,1\nb,0\n')),
    /a\.csv, line \d: .*RFC 4180/,
  ],
  [
    "bytes that are no text",
    async () => readSentimentData(await put("a.tsv", Uint8Array.of(0xff, 0xfe, 0x41))),
    /must be text in UTF-8/,
  ],
  [
    "a truncated archive",
    async () => readSentimentData(await put("a.tsv.gz", gzipSync("good\t1\n").subarray(0, 12))),
    /must be packed with gzip, as its name says, got: .*unexpected end/,
  ],
])("%s is refused", async (_, read, message) => {
  const failed = await read().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(DataError);
  expect((failed as Error).message).toMatch(message);
});
