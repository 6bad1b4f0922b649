/** A case that a backend cannot pass, and why. */
export interface Unsupported {
  /** The case's full name, "group > case", or a pattern for it. */
  readonly case: string | RegExp;
  readonly reason: string;
}

export function excludes(entry: Unsupported, fullName: string): boolean {
  return typeof entry.case === "string" ? entry.case === fullName : entry.case.test(fullName);
}

/**
 * Runs a case that must fail.
 *
 * @param skip  called with the reason when it does
 * @throws {Error} when it passes: the exclusion is stale
 */
export async function expectUnsupported(
  { reason }: Unsupported,
  run: () => Promise<void>,
  skip: (note: string) => never,
): Promise<never> {
  const failed = await run().then(
    () => false,
    () => true,
  );
  if (failed) skip(`unsupported: ${reason}`);
  throw new Error(
    `This case passes now. Remove its exclusion ("${reason}") from the backend's test.`,
  );
}

/** @throws {Error} when an exclusion is for a case that does not exist */
export function expectKnown(
  exclusions: readonly Unsupported[],
  fullNames: readonly string[],
): void {
  const stale = exclusions.filter((entry) => !fullNames.some((name) => excludes(entry, name)));
  if (stale.length > 0) {
    throw new Error(
      `unsupported: no case is named ${stale.map((entry) => entry.case).join(", ")}.`,
    );
  }
}
