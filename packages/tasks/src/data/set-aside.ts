import { DataError, type Rng } from "@unroll/core";

/** One of so many is set aside. */
const EVERY = 10;

/**
 * Sets a tenth of a list aside, drawn by `rng`; both parts keep their order.
 * @throws {DataError} when there are fewer than two
 */
export function setAside<T>(items: readonly T[], rng: Rng, where: string): [kept: T[], aside: T[]] {
  if (items.length < 2) {
    throw new DataError(
      `${where}: there must be at least two texts to set some aside for dev, got ${items.length}. Add a dev file, or more texts.`,
    );
  }
  const count = Math.ceil(items.length / EVERY);
  const drawn = new Set(rng.permutation(items.length).subarray(0, count));
  return [items.filter((_, i) => !drawn.has(i)), items.filter((_, i) => drawn.has(i))];
}
