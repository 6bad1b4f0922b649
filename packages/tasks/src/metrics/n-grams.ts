/**
 * Numbers the n-grams of some sequences for n from 1 to `order`: equal n-grams have equal numbers, over all
 * of the sequences.
 *
 * @returns  for each n, for each sequence the numbers of its n-grams from the first to the last
 */
export function numberedNgrams(
  sequences: readonly (readonly string[])[],
  order: number,
): Int32Array[][] {
  const known = new Map<string, number>();
  const units = sequences.map((sequence) =>
    Int32Array.from(sequence, (unit) => numberOf(known, unit)),
  );
  const orders: Int32Array[][] = [units];
  for (let n = 2; n <= order; n++) {
    orders.push(longer(orders.at(-1) as Int32Array[], units, n, known.size));
  }
  return orders;
}

/** Numbers n-grams by the (n-1)-gram they begin with and the unit that follows it. */
function longer(
  shorter: readonly Int32Array[],
  units: readonly Int32Array[],
  n: number,
  unitCount: number,
): Int32Array[] {
  const known = new Map<number, number>();
  return shorter.map((grams, s) => {
    const unitsHere = units[s] as Int32Array;
    const numbers = new Int32Array(Math.max(0, unitsHere.length - n + 1));
    for (let i = 0; i < numbers.length; i++) {
      const pair = (grams[i] as number) * unitCount + (unitsHere[i + n - 1] as number);
      numbers[i] = numberOf(known, pair);
    }
    return numbers;
  });
}

function numberOf<Key>(known: Map<Key, number>, key: Key): number {
  const number = known.get(key) ?? known.size;
  if (number === known.size) known.set(key, number);
  return number;
}

/**
 * How many n-grams of a text stand in a reference, each at most as often as there, or as in the one of
 * several references that has it most often.
 */
export function countMatches(text: Int32Array, references: readonly Int32Array[]): number {
  const allowed = new Map<number, number>();
  for (const reference of references) {
    for (const [gram, count] of counts(reference)) {
      allowed.set(gram, Math.max(count, allowed.get(gram) ?? 0));
    }
  }
  let matches = 0;
  for (const [gram, count] of counts(text)) matches += Math.min(count, allowed.get(gram) ?? 0);
  return matches;
}

function counts(numbers: Int32Array): Map<number, number> {
  const all = new Map<number, number>();
  for (const number of numbers) all.set(number, (all.get(number) ?? 0) + 1);
  return all;
}
