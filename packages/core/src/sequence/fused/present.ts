/** An object without the entries that are undefined, which tfjs' tape does not take. */
export function present<T extends object>(entries: T): Present<T> {
  const kept: Partial<T> = {};
  for (const name in entries) {
    if (entries[name] !== undefined) kept[name] = entries[name];
  }
  return kept as unknown as Present<T>;
}

type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
