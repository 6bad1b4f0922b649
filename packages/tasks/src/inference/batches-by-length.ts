const MAX_ROWS = 64;
/** Rows times time steps: bounds the memory of a batch. */
const MAX_CELLS = 2 ** 14;

/**
 * Groups examples of like length, so that little is padded. An example that is longer than a batch's bound
 * is a batch of its own.
 */
export function batchesByLength(lengths: readonly number[]): number[][] {
  const order = lengths.map((_, index) => index);
  order.sort((a, b) => (lengths[a] as number) - (lengths[b] as number));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    // In this order the newest row is the longest.
    const cells = (batch.length + 1) * (lengths[index] as number);
    if (batch.length > 0 && (batch.length === MAX_ROWS || cells > MAX_CELLS)) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) {
    batches.push(batch);
  }
  return batches;
}
