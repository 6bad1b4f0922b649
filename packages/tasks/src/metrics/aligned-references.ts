import { DataError } from "@unroll/core";
import { requireTexts } from "../text/require-texts.ts";

/** What a translation should have been: one text, or several that are as good. */
export type References = string | readonly string[];

/**
 * The references of each hypothesis, in an array.
 * @throws {DataError} when there are more of one than of the other, or a sentence has none
 */
export function alignedReferences(
  where: string,
  hypotheses: readonly string[],
  references: readonly References[],
): (readonly string[])[] {
  requireTexts(where, "the hypotheses", hypotheses);
  if (!Array.isArray(references) || references.length !== hypotheses.length) {
    const actual = Array.isArray(references)
      ? `${references.length} for ${hypotheses.length} hypotheses`
      : typeof references;
    throw new DataError(
      `${where}: there must be references for each hypothesis, got ${actual}. Pass one, or an array of several, for each.`,
    );
  }
  return references.map((each: References, index) => {
    const several = typeof each === "string" ? [each] : each;
    requireTexts(where, `the references of hypothesis ${index}`, several);
    if (several.length > 0) return several;
    throw new DataError(
      `${where}: hypothesis ${index} must have a reference, got none. Pass at least one, or leave it out.`,
    );
  });
}
