// Installs the dependencies with the pinned pnpm, where they are not what the lockfile says: npm, which starts
// this, does not know how. Imports nothing that has to be installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
// Once installed, the pinned pnpm is a dependency itself, and no network is needed to start it.
const pnpm = `${root}node_modules/pnpm/bin/pnpm.cjs`;
const installed = existsSync(pnpm);
if (!installed) console.error("Installing dependencies ...");
const { status, stdout, stderr } = spawnSync(
  installed ? process.execPath : "npx",
  [...(installed ? [pnpm] : ["--yes", packageManager]), "install", "--prefer-offline"],
  {
    cwd: root,
    encoding: "utf8",
    stdio: installed ? "pipe" : ["ignore", 2, 2],
    shell: !installed && process.platform === "win32", // npx.cmd
  },
);
if (status !== 0) {
  console.error(
    `${stdout ?? ""}${stderr ?? ""}Installing failed. The first time it needs the npm registry.`,
  );
  process.exit(1);
}
