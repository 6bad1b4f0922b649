/** Which words of the training texts get an id of their own. */
export interface VocabularyOptions {
  /** How often a word must occur. Default 1. */
  minCount?: number | undefined;
  /** The most words, [PAD] and [UNK] not counted. Default: no limit. */
  maxSize?: number | undefined;
}

export function countWords(
  texts: Iterable<string>,
  split: (text: string) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of split(text)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

/** The words to keep, the most frequent first, equally frequent ones in order of their characters. */
export function orderWords(
  counts: ReadonlyMap<string, number>,
  { minCount = 1, maxSize = Number.POSITIVE_INFINITY }: VocabularyOptions,
): string[] {
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, maxSize)
    .map(([word]) => word);
}
