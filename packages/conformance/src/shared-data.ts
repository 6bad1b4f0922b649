import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** The path of a reference file or folder kept outside the repository, such as "golden/pytorch".
 *  It is looked for in UNROLL_SHARED, or else in the folder `shared` beside the repository.
 *  @returns undefined where there is none: the test skips and says so
 *  @throws {Error} where there is none in CI */
export function sharedPath(name: string): string | undefined {
  const root = process.env.UNROLL_SHARED ?? resolve(repository, "../shared");
  const path = join(root, name);
  if (existsSync(path)) return path;
  if (process.env.CI) {
    throw new Error(
      `sharedPath: ${name} must exist in CI, got nothing at ${path}. Set UNROLL_SHARED.`,
    );
  }
  return undefined;
}
