const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.,:-][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * What share of the names and numbers that are the same in both languages a translation keeps, from 0 to 100: of the
 * words with a digit, or with a capital in mid-sentence, that stand in the source and in its reference alike.
 *
 * @returns  100 where there are none
 *
 * @example
 * const share = copiedWords(
 *   [{ source: "I met Tom on May 25.", reference: "Ich traf Tom am 25. Mai." }],
 *   ["Ich traf Tim am 25. Mai."],
 * );
 * console.log(share); // 50
 */
export function copiedWords(
  pairs: readonly { source: string; reference: string }[],
  hypotheses: readonly string[],
): number {
  let copied = 0;
  let total = 0;
  pairs.forEach(({ source, reference }, i) => {
    const [expected, written] = [wordsOf(reference), wordsOf(hypotheses[i] ?? "")];
    const [first, ...rest] = source.match(WORD) ?? [];
    const names = rest.filter((word) => /[\p{Lu}\p{N}]/u.test(word) && word !== "I");
    if (first !== undefined && /\p{N}/u.test(first)) names.push(first);
    for (const name of names.filter((word) => expected.has(word))) {
      total++;
      if (written.has(name)) copied++;
    }
  });
  return total === 0 ? 100 : (100 * copied) / total;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(WORD));
}
