/**
 * The words of a text as Python's str.split() has them. Its white space has the information separators and
 * NEL, and not the byte order mark: others than JavaScript's.
 */
export function pythonWords(text: string): string[] {
  return text.split(SPACES).filter((word) => word !== "");
}

/** Without white space at its end, as Python's str.rstrip(). */
export function withoutTrailingSpace(text: string): string {
  // Not by a regular expression: for `\s+$` a text of spaces takes quadratic time.
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

const SPACE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are Python's white space
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const SPACES = new RegExp(`${SPACE.source}+`, "u");
