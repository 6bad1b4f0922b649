/** An object's entries without those that are undefined: inputs of a kernel that may be left out. */
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
