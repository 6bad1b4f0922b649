import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Variant } from "../cases/work.ts";
import { packageFolder } from "../package-folder.ts";

const child = fileURLToPath(new URL("dist/heap-child.js", packageFolder));

/** By how many bytes the wasm heap grew over a training, in a fresh process. */
export async function heapGrowth(
  who: "unroll" | "tfjs-layers",
  caseName: string,
  variant: Variant,
): Promise<number> {
  const args = [...process.execArgv, child, who, caseName, variant];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout);
}
