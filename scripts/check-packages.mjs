// `pnpm check:packages`: what we publish. Each package as packed (publint, are-the-types-wrong), its
// size, and that nothing stands around unused (knip). Runs them all, then fails if one did.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root, run, turbo } from "./setup.mjs";

await ensureInstalled();

const { packageManager, devDependencies } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const failed = [];
if (packageManager !== `pnpm@${devDependencies.pnpm}`) {
  console.error(
    `package.json names two versions of pnpm: ${packageManager}, ${devDependencies.pnpm}`,
  );
  failed.push("pnpm's version");
}

const packed = await turbo(["check:package", "--continue", "--output-logs=errors-only"]);
if (packed.code !== 0) failed.push("publint and are-the-types-wrong");
for (const [name, ...args] of [
  ["size-limit", "node_modules/size-limit/bin.js"],
  ["knip", "node_modules/knip/bin/knip.js", "--no-config-hints"],
]) {
  const { code } = await run(process.execPath, args);
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check:packages failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
