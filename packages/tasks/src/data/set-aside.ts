import { DataError, type Rng } from "@unroll/core";

/** One of so many is set aside. */
const EVERY = 10;

export interface SetAsideOptions<T> {
  /** What must not be torn apart: items of the same group stay together. Default: each is its own. */
  groupOf?: (item: T) => unknown;
  /** What the items are, for the message. Default "texts". */
  what?: string;
  /** The most groups that are set aside. Default: no limit. */
  most?: number;
}

/**
 * Sets a tenth of a list aside, drawn by `rng`; both parts keep their order.
 * @throws {DataError} when there are fewer than two
 */
export function setAside<T>(
  items: readonly T[],
  rng: Rng,
  where: string,
  options: SetAsideOptions<T> = {},
): [kept: T[], aside: T[]] {
  const { groupOf = (item) => item, what = "texts", most = Number.POSITIVE_INFINITY } = options;
  const groups = [...new Set(items.map(groupOf))];
  if (groups.length < 2) {
    throw new DataError(
      `${where}: there must be at least two ${what} to set some aside for dev, got ${groups.length}. ` +
        `Add a dev file, or more ${what}.`,
    );
  }
  const count = Math.min(Math.ceil(groups.length / EVERY), most);
  const numbers = rng.permutation(groups.length).subarray(0, count);
  const drawn = new Set(Array.from(numbers, (number) => groups[number]));
  return [
    items.filter((item) => !drawn.has(groupOf(item))),
    items.filter((item) => drawn.has(groupOf(item))),
  ];
}
