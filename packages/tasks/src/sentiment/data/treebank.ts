import { DataError } from "@unroll/core";

/** A phrase of a sentence in the treebank, and its label. */
export interface Phrase {
  /** Its words, with a space between. */
  text: string;
  /** From 0, very negative, to 4, very positive. */
  label: number;
}

const TOKENS = /[()]|[^\s()]+/gu;

/**
 * The phrases of one tree, such as "(3 (2 It) (4 shines))"; the whole sentence is the last.
 *
 * @param where  file and line, for the message
 * @throws {DataError} when it is no such tree
 * Source: Socher et al. 2013
 */
export function parseTree(tree: string, where: string): Phrase[] {
  const phrases: Phrase[] = [];
  const open: { label: number; words: string[] }[] = [];
  const tokens = tree.match(TOKENS) ?? [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    if (token === "(") {
      const label = tokens[++i] ?? "the end";
      require(/^[0-4]$/.test(label), where, "a label from 0 to 4 after each (", label);
      require(open.length > 0 || phrases.length === 0, where, "one tree", "more after it");
      open.push({ label: Number(label), words: [] });
      continue;
    }
    const phrase = open.at(-1);
    require(phrase !== undefined, where, "a tree in parentheses", token);
    if (token !== ")") {
      phrase.words.push(token);
      continue;
    }
    open.pop();
    require(phrase.words.length > 0, where, "words in every phrase", "()");
    phrases.push({ text: phrase.words.join(" "), label: phrase.label });
    for (const word of phrase.words) {
      open.at(-1)?.words.push(word);
    }
  }
  require(open.length === 0 && phrases.length > 0, where, "a closed tree", `${open.length} open (`);
  return phrases;
}

function require(holds: boolean, where: string, expected: string, actual: string): asserts holds {
  if (!holds) {
    throw new DataError(
      `${where}: the line must hold ${expected}, got ${actual}. Write it as "(3 (2 It) (4 shines))".`,
    );
  }
}
