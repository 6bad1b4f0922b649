import { isBranch } from "./tensor-tree.ts";

/** A place at which two plain values differ, such as "recipe.epochs", and what stands there in each. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Where a training that is resumed differs from the one that was saved; both are plain data. */
export function differences(expected: unknown, actual: unknown, path = ""): Difference[] {
  if (!isRecord(expected) || !isRecord(actual)) {
    const same = JSON.stringify(expected) === JSON.stringify(actual);
    return same ? [] : [{ path, expected, actual }];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) =>
    differences(expected[key], actual[key], path === "" ? key : `${path}.${key}`),
  );
}

/** A difference as an error says it. */
export function describeDifference({ path, expected, actual }: Difference): string {
  return `${path} must be ${JSON.stringify(expected)} as in this training, got ${JSON.stringify(actual)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isBranch(value) && !Array.isArray(value);
}
