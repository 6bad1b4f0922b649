import { UsageError } from "../usage-error.ts";
import { allCases, defaultCases } from "./all-cases.ts";
import { parseCase } from "./parse-case.ts";
import type { Mode, Work } from "./work.ts";

/**
 * The works that are asked for.
 *
 * @param patterns  names of cases, "*" standing for any part, such as "lstm/*"; a whole name need
 *   not be in the list. Undefined: the default ones
 * @param modes     undefined: all
 * @throws {UsageError} when a pattern matches no case
 */
export function chooseWorks(
  patterns: readonly string[] | undefined,
  modes: readonly Mode[] | undefined,
): Work[] {
  const names = new Set(patterns?.flatMap(matching) ?? defaultCases);
  const works = [...names].flatMap((name) => parseCase(name) ?? []);
  return works.filter(({ mode }) => modes?.includes(mode) ?? true);
}

function matching(pattern: string): readonly string[] {
  if (parseCase(pattern)) {
    return [pattern];
  }
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  const found = allCases.filter((name) => expression.test(name));
  if (found.length === 0) {
    throw new UsageError(
      `--cases: a pattern must match a case such as ${allCases[0]}, got "${pattern}". ` +
        `There are ${allCases.join(", ")}, and any other sizes by their whole name.`,
    );
  }
  return found;
}
