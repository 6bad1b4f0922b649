import { existsSync } from "node:fs";
import { join } from "node:path";

/** What a case says that needs {@link sharedPath} where there is none. */
export const noSharedData = "set UNROLL_SHARED to a folder with ONNX' node tests in golden/onnx";

/** The path of reference files that the package does not hold, such as "golden/onnx", in the folder that
 *  UNROLL_SHARED names.
 *  @returns undefined where it names none: the case skips and says so
 *  @throws {Error} where it names one without them */
export function sharedPath(name: string): string | undefined {
  const root = process.env.UNROLL_SHARED;
  if (!root) return undefined;
  const path = join(root, name);
  if (existsSync(path)) return path;
  throw new Error(`sharedPath: UNROLL_SHARED must name a folder with ${name}, got ${root}.`);
}
