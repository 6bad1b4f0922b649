import { describe, expect, test } from "vitest";
import { type Reader, readText } from "./read-text.ts";

const { signal } = new AbortController();

/** Finds every text as positive as it has words, and notes what it is asked. */
function reader() {
  const asked: string[] = [];
  const judge = (text: string) => ({ label: "positive", score: text.split(/\s+/).length });
  const fake = {
    run: async (text: string) => {
      asked.push(`run ${text.length}`);
      return judge(text);
    },
    prefixes: async (text: string) => {
      asked.push(`prefixes ${text.length}`);
      return Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => {
        const prefix = text.slice(0, index + word.length);
        return { word, text: prefix, scores: [], ...judge(prefix) };
      });
    },
  };
  return { asked, reader: fake as unknown as Reader };
}

describe("readText", () => {
  test("reads the prefixes of a short text: the last of them is the text", async () => {
    const { asked, reader: fake } = reader();
    const text = "  not\tbad 🎉 ";
    const reading = await readText(fake, text, signal);
    expect(reading.words.map(({ word }) => word)).toEqual(["not", "bad", "🎉"]);
    expect(reading.answer).toBe(reading.words.at(-1));
    expect(reading.wordCount).toBe(3);
    expect(asked).toEqual([`prefixes ${text.length}`]);
  });

  test("has 100 bars for a text of 100 words, and for a longer one", async () => {
    for (const wordCount of [100, 101, 10_000]) {
      const { asked, reader: fake } = reader();
      const reading = await readText(fake, Array(wordCount).fill("word").join(" "), signal);
      expect(reading.words).toHaveLength(100);
      expect(reading.wordCount).toBe(wordCount);
      expect(reading.answer.score).toBe(wordCount);
      expect(asked[0]).toBe(`prefixes ${5 * 100 - 1}`);
    }
  });
});
