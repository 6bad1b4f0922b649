import { expect, test } from "vitest";
import { copiedWords } from "./copied-words.ts";

const pair = (source: string, reference: string) => ({ source, reference });

test.each([
  ["a name", pair("Do you know Tom?", "Kennst du Tom?"), "Kennst du Tom?", 100],
  ["a name that was invented", pair("Do you know Tom?", "Kennst du Tom?"), "Kennst du Jim?", 0],
  ["numbers", pair("25 of 1,000 came.", "25 von 1,000 kamen."), "25 von 100 kamen.", 50],
  ["a word that begins the sentence is no name", pair("Tom is ill.", "Tom ist krank."), "Er.", 100],
  [
    "what the reference has in other words",
    pair("I saw Vienna.", "Ich sah Wien."),
    "Ich sah Ulm.",
    100,
  ],
  ["nothing", pair("", ""), "", 100],
])("%s", (_, given, hypothesis, expected) => {
  expect(copiedWords([given], [hypothesis])).toBe(expected);
});
