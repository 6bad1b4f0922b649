import type { TranslatedSentence } from "@unroll/tasks";
import { describe, expect, test } from "vitest";
import {
  type TextInWork,
  type TranslateTextOptions,
  type Translator,
  translateText,
  writtenText,
} from "./translate-text.ts";

type SentenceOptions = NonNullable<Parameters<Translator["translateSentences"]>[1]>;

/** Says everything in capitals, a word at a time, and notes what it is asked. */
function shouting() {
  const asked: string[][] = [];
  const translator = {
    async translateSentences(sentences: readonly string[], options: SentenceOptions = {}) {
      asked.push([...sentences]);
      sentences.forEach((sentence, place) => {
        for (const word of sentence.match(/\s*\S+/g) ?? []) {
          options.signal?.throwIfAborted();
          options.onText?.(word.toUpperCase(), place);
        }
      });
      return sentences.map((sentence): TranslatedSentence => {
        const text = sentence.toUpperCase();
        const tokens = sentence.split(" ");
        const candidate = { text, tokens, score: -1, finished: true };
        return { sourceTokens: tokens, candidates: [candidate] };
      });
    },
  } as Translator;
  return { asked, translator };
}

async function shout(text: string, options: Partial<TranslateTextOptions> = {}) {
  const { asked, translator } = shouting();
  const seen: string[] = [];
  let last: TextInWork | undefined;
  const work = await translateText(translator, text, {
    language: "en",
    numBeams: 4,
    before: undefined,
    signal: new AbortController().signal,
    onChange(changed) {
      last = changed;
      seen.push(writtenText(changed));
    },
    ...options,
  });
  return { asked, seen, work, last: last as TextInWork };
}

describe("translateText", () => {
  test("tells how far it has come, word by word", async () => {
    const { asked, seen, work, last } = await shout("  I see. \nYou go away.\n");
    expect(asked).toEqual([["I see.", "You go away."]]);
    expect(seen).toEqual([
      "   \n\n",
      "  I \n\n",
      "  I SEE. \n\n",
      "  I SEE. \nYOU\n",
      "  I SEE. \nYOU GO\n",
      "  I SEE. \nYOU GO AWAY.\n",
      "  I SEE. \nYOU GO AWAY.\n",
    ]);
    expect(work).toEqual({ sentences: 2, tokens: 5 });
    expect(last.sentences.every(({ done }) => done !== undefined)).toBe(true);
  });

  test("goes from the beginning to the end, eight sentences at a time", async () => {
    const sentences = Array.from({ length: 20 }, (_, i) => `Number ${i}.`);
    const { asked } = await shout(sentences.join(" "));
    expect(asked.map(({ length }) => length)).toEqual([8, 8, 4]);
    expect(asked.flat()).toEqual(sentences);
  });

  test("takes over what it knows, and translates the rest", async () => {
    const before = (await shout("I see. You go.")).last;
    const { asked, seen, work, last } = await shout("You go. We stay. I see.", { before });
    expect(asked).toEqual([["We stay."]]);
    expect(seen[0]).toBe("YOU GO.  I SEE.");
    expect(work).toEqual({ sentences: 1, tokens: 2 });
    expect(last.sentences[0]?.done).toBe(before.sentences[1]?.done);
  });

  test("has nothing to do without words", async () => {
    const { asked, seen, work } = await shout(" \n ");
    expect({ asked, seen, work }).toEqual({
      asked: [],
      seen: [" \n "],
      work: { sentences: 0, tokens: 0 },
    });
  });

  test("what comes after it was cancelled changes nothing", async () => {
    const controller = new AbortController();
    let late: SentenceOptions["onText"];
    const translator = {
      translateSentences: async (_: readonly string[], { onText }: SentenceOptions) => {
        late = onText;
        onText?.("WE", 0);
        controller.abort();
        controller.signal.throwIfAborted();
      },
    } as unknown as Translator;
    const seen: string[] = [];
    const options = { language: "en", numBeams: 1, before: undefined };
    const { signal } = controller;
    const onChange = (text: TextInWork) => seen.push(writtenText(text));
    const work = translateText(translator, "We stay.", { ...options, signal, onChange });
    await expect(work).rejects.toThrow("abort");
    late?.(" STAY", 0);
    expect(seen).toEqual(["", "WE"]);
  });
});
