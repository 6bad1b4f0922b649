import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DataError } from "@unroll/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dataFile } from "../../data/data-place.ts";
import { openData } from "../../node/open-data.ts";
import { readTranslationData, readTranslationSplit } from "./read-pairs.ts";

const german = { source: "en", target: "de" };
const fromGerman = { source: "de", target: "en" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-pairs-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes files, packed where their names say so, and returns the path of the first. */
async function put(files: Record<string, string>): Promise<string> {
  const paths = Object.entries(files).map(async ([name, content]) => {
    const path = join(folder, name);
    await writeFile(path, name.endsWith(".gz") ? gzipSync(content) : content);
    return path;
  });
  return (await Promise.all(paths))[0] ?? folder;
}
const read = async (path: string, languages = german, seed = 0) =>
  readTranslationData(await openData(path), { ...languages, seed });
const readSplit = async (path: string, languages = german) =>
  readTranslationSplit(await openData(path), "test", languages);

const hello = { source: "Hello!", target: "Hallo!" };
const dog = { source: "A dog.", target: "Ein Hund." };
const reversed = ({ source, target }: typeof hello) => ({ source: target, target: source });

/** As Multi30k and Tatoeba have them, with a third language. */
const aligned = {
  "train.en.gz": "Hello!\nA dog.\n",
  "train.de.gz": "Hallo!\nEin Hund.\n",
  "train.fr.gz": "Bonjour !\n",
  "val.en": "\ufeffHello!\r\n",
  "val.de": "Hallo!",
  "test_2016_flickr.en.gz": "A dog.",
  "test_2016_flickr.de": "Ein Hund.\n",
  "README.md": "of train and test",
};
const tables = {
  "en-de.train.tsv.gz": "Hello!\tHallo!\tCC-BY 2.0 (someone)\nA dog.\tEin Hund.\n\n",
  "en-de.dev.tsv": "\ufeffHello!\tHallo!\r\n",
  "en-de.test.tsv.gz": "A dog.\tEin Hund.\r\n",
  "en-fr.train.tsv.gz": "Hello!\tBonjour !\n",
  "en-fr.test.tsv.gz": "A dog.\tUn chien.\n",
};

describe.each([
  ["two files a part, in three languages", aligned],
  ["a table a part, in two pairs of languages", tables],
])("a folder of %s", (_, files) => {
  test("is read in the order that is asked for", async () => {
    await put(files);
    expect(await read(folder)).toEqual({ train: [hello, dog], dev: [hello] });
    expect(await readSplit(folder)).toEqual([dog]);
    expect(await read(folder, fromGerman)).toEqual({
      train: [reversed(hello), reversed(dog)],
      dev: [reversed(hello)],
    });
    expect(await readSplit(folder, fromGerman)).toEqual([reversed(dog)]);
  });
});

test("a folder of tables without languages in their names, of which my-dev has none", async () => {
  await put({
    "train.tsv": tables["en-de.train.tsv.gz"],
    "my-dev.csv": 'source,target\n"Hello!",Hallo!\n',
    "test.jsonl": '{"id": 3, "de": "Ein Hund.", "en": "A dog."}\n',
  });
  expect(await read(folder)).toEqual({ train: [hello, dog], dev: [hello] });
  expect(await readSplit(folder)).toEqual([dog]);
});

describe("a single path stands for all of it", () => {
  test.each([
    ["one of two files", "test_2016_flickr.de"],
    ["the other", "test_2016_flickr.en.gz"],
  ])("%s", async (_, name) => {
    await put(aligned);
    expect(await readSplit(join(folder, name))).toEqual([dog]);
    expect(await readSplit(join(folder, name), fromGerman)).toEqual([reversed(dog)]);
  });

  test("a table, in the order of its name", async () => {
    const path = await put({ "de-en.tsv": "Ein Hund.\tA dog.\n" });
    expect(await readSplit(path)).toEqual([dog]);
    expect(await readSplit(path, fromGerman)).toEqual([reversed(dog)]);
  });

  test("a table of any name, by the columns' names in any order", async () => {
    const path = await put({ "mine.txt": "target\tid\tsource\nEin Hund.\t7\tA dog.\n" });
    expect(await readSplit(path)).toEqual([dog]);
  });
});

test("a pair with an empty side keeps its place, and is not learned from", async () => {
  const path = await put({
    "all.en": "Hello!\n\nA dog.\nOnly English\n",
    "all.de": "Hallo!\nNur Deutsch\nEin Hund.\n \n",
  });
  expect(await readSplit(path)).toEqual([
    hello,
    { source: "", target: "Nur Deutsch" },
    dog,
    { source: "Only English", target: " " },
  ]);
  const { train, dev } = await read(path);
  expect([...train, ...dev].map(({ source }) => source).sort()).toEqual(["A dog.", "Hello!"]);
});

describe("without dev pairs some are set aside", () => {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const variants = [`Sentence ${i % 20}.`, `sentence ${i % 20}!`, `SENTENCE  ${i % 20}`];
    return `${variants[Math.floor(i / 20)]}\tSatz ${i}`;
  });

  test("a tenth of the sentences, with all that differ by little; the same for the same seed", async () => {
    const path = await put({ "all.tsv": lines.join("\n") });
    const data = await read(path, german, 5);
    expect([data.train.length, data.dev.length]).toEqual([54, 6]);
    const number = ({ source }: { source: string }) => source.match(/\d+/)?.[0];
    const set = new Set(data.dev.map(number));
    expect(set.size).toBe(2);
    expect(data.train.some((pair) => set.has(number(pair)))).toBe(false);
    expect(await read(path, german, 5)).toEqual(data);
    expect((await read(path, german, 6)).dev).not.toEqual(data.dev);
  });

  test("2,000 sentences at most", async () => {
    const many = Array.from({ length: 20_500 }, (_, i) => `sentence ${i}\tSatz ${i}\n`).join("");
    const place = dataFile("all.tsv", many);
    const { train, dev } = await readTranslationData(place, { ...german, seed: 1 });
    expect([train.length, dev.length]).toEqual([18_500, 2000]);
  });

  test("sentences without words are different", async () => {
    const path = await put({ "all.tsv": "!\t!\n?\t?\n" });
    expect((await read(path)).dev).toHaveLength(1);
  });
});

test.each<[string, Record<string, string>, string | undefined, RegExp]>([
  [
    "two files of different length",
    { "train.en": "a\nb\n", "train.de.gz": "a\nb\nc" },
    undefined,
    /train\.en: the file must have as many lines as .*train\.de\.gz, got 2 and 3\./,
  ],
  [
    "a line without a translation",
    { "en-de.train.tsv": "a\tb\n\nalone\n" },
    undefined,
    /en-de\.train\.tsv, line 3: .*a sentence in column 1 and its translation in column 2, got "alone"/,
  ],
  [
    "several for a part",
    { "train.en": "a", "train.de": "b", "en-de.train.tsv": "a\tb" },
    undefined,
    /the pairs of "train" once, got en-de\.train\.tsv and train\.en with train\.de\. Pass one/,
  ],
  [
    "another part",
    { "test.en": "a", "test.de": "b" },
    undefined,
    /must hold pairs of en and de for "train", got test\.en with test\.de\. Name them such as train\.en and train\.de/,
  ],
  [
    "other languages",
    { "en-fr.train.tsv": "a\tb", "train.en": "a" },
    undefined,
    /must hold pairs of en and de for "train", got en-fr\.train\.tsv, train\.en\./,
  ],
  ["an empty folder", {}, undefined, /for "train", got no files\./],
  [
    "a file of other languages",
    { "en-fr.tsv": "a\tb" },
    "en-fr.tsv",
    /en-fr\.tsv: the file must be in en and de, got others by its name/,
  ],
  [
    "one of two files alone",
    { "train.en.gz": "a" },
    "train.en.gz",
    /train\.en\.gz: beside the file there must be the same in de, got none/,
  ],
  [
    "a file of another kind",
    { "train.md": "a" },
    "train.md",
    /train\.md: the file must be \.tsv, \.csv or \.jsonl, or one of two such as train\.en and train\.de/,
  ],
  ["nothing but blanks", { "all.tsv": "a\t \n" }, "all.tsv", /all\.tsv: .*pairs .*, got none/],
  [
    "one sentence",
    { "all.tsv": "a\tb\nA.\tc" },
    "all.tsv",
    /all\.tsv: .*at least two different sentences to set some aside for dev, got 1/,
  ],
])("%s: an error that says so", async (_, files, name, message) => {
  await put(files);
  const reading = read(name === undefined ? folder : join(folder, name));
  await expect(reading).rejects.toThrow(DataError);
  await expect(reading).rejects.toThrow(message);
});

test("one of two files in memory cannot find the other", async () => {
  const reading = readTranslationSplit(dataFile("test.en", "a"), "test", german);
  await expect(reading).rejects.toThrow(/beside the file there must be the same in de, got none/);
});
