import type { Rng } from "../random/rng.ts";

/** So many batches are sorted by length together: enough to pad little, few enough to stay random. */
const BATCHES_PER_WINDOW = 50;

/**
 * The batches of one epoch: every example once, in random order, those of like length together.
 * A function of its arguments alone, so that a resumed epoch continues where it stopped.
 */
export function planEpoch(
  size: number,
  batchSize: number,
  lengthOf: ((index: number) => number) | undefined,
  rng: Rng,
): Uint32Array[] {
  const order = rng.permutation(size);
  if (lengthOf !== undefined) {
    const window = batchSize * BATCHES_PER_WINDOW;
    for (let start = 0; start < size; start += window) {
      // Typed arrays sort stably, so equal lengths stay in random order.
      order.subarray(start, start + window).sort((a, b) => lengthOf(a) - lengthOf(b));
    }
  }
  const batches = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) =>
    order.subarray(i * batchSize, (i + 1) * batchSize),
  );
  return lengthOf === undefined
    ? batches
    : Array.from(rng.permutation(batches.length), (i) => batches[i] as Uint32Array);
}
