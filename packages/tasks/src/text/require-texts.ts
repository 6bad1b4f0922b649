import { DataError } from "@unroll/core";

/** @throws {DataError} unless they are strings in an array, as JavaScript lets through */
export function requireTexts(
  where: string,
  what: string,
  texts: unknown,
): asserts texts is readonly string[] {
  const index = Array.isArray(texts) ? texts.findIndex((text) => typeof text !== "string") : -1;
  if (Array.isArray(texts) && index < 0) return;
  const actual = index < 0 ? typeof texts : `${typeof (texts as unknown[])[index]} at ${index}`;
  throw new DataError(
    `${where}: ${what} must be texts in an array, got ${actual}. Pass such as ["A great film."].`,
  );
}
