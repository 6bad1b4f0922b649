/** A text up to and with one of its words. */
export interface TextPrefix {
  word: string;
  /** The text so far, as it was written. */
  text: string;
}

/** Every beginning of a text that ends with a word; words are what white space separates. */
export function textPrefixes(text: string): TextPrefix[] {
  return Array.from(text.matchAll(/\S+/gu), (match) => ({
    word: match[0],
    text: text.slice(0, match.index + match[0].length),
  }));
}
