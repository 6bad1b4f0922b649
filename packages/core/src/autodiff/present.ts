/** The entries that are not undefined: tfjs' tape and its profiler take tensors alone. */
export function present<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [name, value] of Object.entries(entries)) {
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
