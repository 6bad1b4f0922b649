/**
 * How English text becomes words, as the parts of a Hugging Face tokenizer.json.
 *
 * Treebank text ("-LRB- it does n't work \/ ``so what'' -RRB-") and what people type ("(it doesn’t
 * work / “so what”)") come out the same. The conventions are those of the Penn Treebank, without
 * the direction of its quotes. No pattern looks past white space.
 */

const regex = (pattern: string, content: string) => ({
  type: "Replace" as const,
  pattern: { Regex: pattern },
  content,
});

export const englishNormalizer = {
  type: "Sequence" as const,
  normalizers: [
    { type: "NFC" as const },
    { type: "Lowercase" as const },
    regex("\\p{Cf}", ""), // zero-width joiners, byte order marks, soft hyphens
    regex("``|''|[“”„«»]", '"'),
    regex("[‘’‛ʼ`´]", "'"),
    regex("-lrb-", " ( "),
    regex("-rrb-", " ) "),
    regex("\\\\(?=[/*])", ""), // the treebank writes "\/" and "\*"
    regex("\\.{2,}|…", " ... "),
    regex("-{2,}|[–—]", " -- "),
  ],
};

const LETTER = "[\\p{L}\\p{M}]";
const WORD = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*";
/** Nothing of a word follows. */
const END = "(?![\\p{L}\\p{M}\\p{N}])";
const CONTRACTION = `(?:s|m|d|re|ve|ll)${END}`;

/** What a word is; the first alternative that matches wins. */
const WORDS = [
  `${LETTER}+?(?=n't${END})`, // does|n't
  `n't${END}`,
  `'${CONTRACTION}`, // it|'s
  `'(?:em|til|n|\\d0s)${END}`,
  `can(?=not${END})`, // can|not
  `\\p{L}\\.(?:\\p{L}\\.)+`, // u.s.
  "(?:mr|mrs|ms|dr|jr|vs)\\.",
  "\\p{N}+(?:[.,:]\\p{N}+)+", // 10,000 and 1.5
  `[:;=]['-]?[()dp]${END}`, // :-)
  "<3",
  `${WORD}(?:[-&]${WORD}|'(?!${CONTRACTION})${WORD})*`, // heart-felt, r&b, o'clock
  "\\.\\.\\.",
  "--",
  "[^\\s\\p{L}\\p{N}]\\p{M}*", // any other sign by itself
];

export const englishPreTokenizer = {
  type: "Split" as const,
  pattern: { Regex: WORDS.join("|") },
  behavior: "Removed" as const,
  invert: true,
};
