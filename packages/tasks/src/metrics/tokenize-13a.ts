import { pythonWords, withoutTrailingSpace } from "./python-words.ts";

/**
 * The words of a text as mteval-v13a.pl of NIST and WMT counts them, in sacreBLEU's form ("13a"). Punctuation and
 * symbols of ASCII are words of their own; points and commas are not between digits, hyphens only after a
 * digit. Other scripts are split at white space alone.
 *
 * Source: Post 2018
 */
export function tokenize13a(text: string): string[] {
  const line = withoutTrailingSpace(text)
    .replaceAll("<skipped>", "")
    .replaceAll("-\n", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  const spaced = ` ${line} `
    .replace(/[{-~[-` -&(-+:-@/]/gu, " $& ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])-/gu, "$1 - ");
  return pythonWords(spaced);
}
