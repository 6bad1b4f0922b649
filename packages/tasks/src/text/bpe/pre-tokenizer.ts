/**
 * How text becomes the words that are encoded one by one, as the part of a Hugging Face tokenizer.json.
 *
 * Digits stand alone, so that a number is copied digit by digit. The pattern is one that JavaScript and
 * Oniguruma, Hugging Face's engine, read alike: `\s` and the pre-tokenizers Digits and ByteLevel's own pattern
 * mean another set of characters in the library for JavaScript than in the one for Python. Any text is
 * the words of it, joined; the pattern looks no further than a character ahead, so its time is linear.
 */
const SPACE = "\\p{White_Space}";
const PATTERN = [
  "\\p{N}",
  // A word and the space before it; an apostrophe within one ends the first part: l'|an, don'|t.
  " ?\\p{L}[\\p{L}\\p{M}]*(?:['’](?=\\p{L}))?",
  // Signs, emoji, control characters, halves of surrogate pairs.
  ` ?[^${SPACE}\\p{L}\\p{N}]+`,
  // White space; the last one goes to the word behind it.
  `${SPACE}+(?!\\P{White_Space})`,
  `${SPACE}+`,
].join("|");

const byteLevel = {
  type: "ByteLevel" as const,
  add_prefix_space: false as const,
  trim_offsets: false as const,
  use_regex: false as const,
};

export const bytePreTokenizer = {
  type: "Sequence" as const,
  pretokenizers: [
    { type: "Split", pattern: { Regex: PATTERN }, behavior: "Isolated", invert: false },
    byteLevel,
  ],
};

export const byteDecoder = byteLevel;

const words = new RegExp(PATTERN, "gu");

/** The words of a text; joined they are the text. */
export function splitWords(text: string): string[] {
  return text.match(words) ?? [];
}
