/**
 * The tokens that would make the last `size` tokens a run that is there already.
 *
 * Source: Paulus et al. 2018, section 2.5, there for trigrams.
 */
export function repeatingTokens(tokens: readonly number[], size: number): number[] {
  const newest = tokens.length - (size - 1); // where the run begins whose last token comes now
  const repeating: number[] = [];
  for (let first = 0; first < newest; first++) {
    let same = 0;
    while (same < size - 1 && tokens[first + same] === tokens[newest + same]) same++;
    if (same === size - 1) repeating.push(tokens[first + same] as number);
  }
  return repeating;
}
