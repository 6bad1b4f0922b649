import { ConfigError } from "@unroll/core";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { joinSentences, type SentenceOptions, splitSentences } from "./sentences.ts";

const texts = (text: string, options?: SentenceOptions) =>
  splitSentences(text, options).sentences.map((sentence) => sentence.text);

afterEach(() => vi.unstubAllGlobals());

describe.each(["Intl.Segmenter", "no segmenter"])("with %s", (which) => {
  const split = (text: string, options?: SentenceOptions) => {
    if (which === "no segmenter") {
      vi.stubGlobal("Intl", Object.create(Intl, { Segmenter: { value: undefined } }));
    }
    return splitSentences(text, options);
  };

  test("white space is kept beside the sentences", () => {
    expect(split("  One.  Two!\r\n\r\n\tThree? \n")).toEqual({
      leading: "  ",
      sentences: [
        { text: "One.", space: "  " },
        { text: "Two!", space: "\r\n\r\n\t" },
        { text: "Three?", space: " \n" },
      ],
    });
  });

  test.each([
    ["en", "Mr. Smith met Dr. J. R. Jones, e.g. at St. Paul's. They spoke.", 2],
    ["en", "It was I. He left.", 2],
    ["en", "She is 30. He is 25.", 2],
    ["en", "1. First the eggs. 2. Then the milk.", 2],
    [
      "de",
      "Hunde, z. B. Dackel, mag Dr. Meier. Am 3. Oktober kam er. Das war 1990. Dann ging er.",
      4,
    ],
    ["fr", "M. Dupont et Mme. Curie sont là. Oui.", 2],
    ["en-GB", 'He said "No." Then he left (at last.) Good.', 3],
    ["en", "It cost 3.50 on www.example.com, in version 2.0. Yes", 2],
    ["en", "line one\nline two", 2],
    ["en", "Mr.\nSmith", 2],
    ["ja", "これは本です。あれは何ですか。", 2],
    ["xx", "Was? Ja!", 2],
    ["en", "Hello", 1],
    ["en", "", 0],
    ["en", " \n ", 0],
  ])("%s: %j has %d sentences", (locale, text, count) => {
    expect(split(text, { locale }).sentences.map((sentence) => sentence.text)).toHaveLength(count);
  });

  test("any text is joined again, and no sentence is longer than it may be or has white space around it", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      }),
      fc.constantFrom(
        " ",
        "\n",
        "\r\n",
        "\u2028",
        ". ",
        "Mr. ",
        ", ",
        "word ",
        "\ud83d",
        "😀",
        "。",
        "z. ",
        "1. ",
        "x".repeat(40),
      ),
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (text, maxLength) => {
        const result = split(text, { maxLength, locale: "de" });
        expect(joinSentences(result)).toBe(text);
        for (const sentence of result.sentences) {
          expect(sentence.text.length).toBeGreaterThan(0);
          expect(sentence.text.length).toBeLessThanOrEqual(maxLength);
          expect(sentence.text).toBe(sentence.text.trim());
          expect(sentence.space.trim()).toBe("");
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe("a sentence that is too long is cut", () => {
  test("after the last comma of the second half, else between words", () => {
    const options = { maxLength: 30 };
    expect(texts("He came, he saw, and he conquered everything there was.", options)).toEqual([
      "He came, he saw,",
      "and he conquered everything",
      "there was.",
    ]);
  });

  test("where there is no white space between characters, never in the middle of one", () => {
    const { sentences } = splitSentences("😀".repeat(7), { maxLength: 5 });
    expect(sentences).toEqual([
      ...Array.from({ length: 3 }, () => ({ text: "😀😀", space: "" })),
      { text: "😀", space: "" },
    ]);
  });

  test("one of 5,000 words, and 100,000 characters without a space", () => {
    const long = texts("word ".repeat(5000));
    expect(long.length).toBeGreaterThanOrEqual(50);
    expect(long.every((text) => /^word( word)*$/.test(text) && text.length <= 500)).toBe(true);
    expect(texts("a".repeat(100_000))).toEqual(Array.from({ length: 200 }, () => "a".repeat(500)));
  });
});

test("where a part ends, nothing is cut", () => {
  // Sentences of 40 characters, of which 500 is no multiple: each part ends within one.
  const sentence = `${"abc ".repeat(9)}end.`;
  const all = texts(`${sentence} `.repeat(200).toUpperCase());
  expect(new Set(all)).toEqual(new Set([sentence.toUpperCase()]));
  expect(all).toHaveLength(200);
});

test("a text of 100,000 words is split in much less than the quadratic time of the segmenter", () => {
  const text = "This is a sentence, as long as others are. ".repeat(11_000);
  const start = performance.now();
  expect(texts(text)).toHaveLength(11_000);
  // It takes 0.1 s; the segmenter alone takes 15 s.
  expect(performance.now() - start).toBeLessThan(3000);
});

test.each([
  [{ locale: "not a locale" }, 'the locale must be a tag of a language, got "not a locale"'],
  [{ maxLength: 1 }, "maxLength must be at least 2, got 1"],
  [{ maxLength: Number.NaN }, "maxLength must be at least 2, got NaN"],
])("%j is refused", (options, message) => {
  expect(() => splitSentences("a", options)).toThrow(ConfigError);
  expect(() => splitSentences("a", options)).toThrow(message);
});
