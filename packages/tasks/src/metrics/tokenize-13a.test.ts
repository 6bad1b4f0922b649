import { expect, test } from "vitest";
import { tokenize13a } from "./tokenize-13a.ts";

// What sacreBLEU 2.6.0's Tokenizer13a gives, split at white space.
test.each([
  [
    'It wasn\'t "3.14", but 1,000-2,000 (e.g. $5)!',
    `It wasn't " 3.14 " , but 1,000 - 2,000 ( e . g . $ 5 ) !`,
  ],
  ["<skipped>&quot;R&amp;D&quot; &lt;x&gt;", '" R & D " < x >'],
  ["well-known, non-\nstop\nend.  ", "well-known , nonstop end ."],
  ["Größe: 5.,6 – „so“ 中文。", "Größe : 5 . , 6 – „so“ 中文。"],
  ["a\u0085b\u001cc\ufeffd\u00a0e 😀.", "a b c\ufeffd e 😀 ."],
])("%j", (text, words) => {
  expect(tokenize13a(text)).toEqual(words.split(" "));
});

test("no text has no words, and many spaces take no long time", () => {
  expect(tokenize13a(" \n ")).toEqual([]);
  expect(tokenize13a(`a${" ".repeat(200_000)}b${" ".repeat(200_000)}`)).toEqual(["a", "b"]);
});
