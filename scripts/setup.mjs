// What the other scripts need before they can do anything: a Node that is new enough, the
// dependencies, turbo. Imports nothing that has to be installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

requireNode(manifest.engines.node.replace(">=", ""));

/** Exits with a message where Node is older than what the root's package.json asks for.
 *  @param {string} wanted  major.minor */
function requireNode(wanted) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(`Unroll needs Node ${wanted} or later, this is ${process.versions.node}.`);
  console.error("Install a newer one from https://nodejs.org and run the command again.");
  process.exit(1);
}

/** Installs the dependencies with the pinned pnpm, unless they are what the lockfile says. */
export async function ensureInstalled() {
  const stamp = join(root, "node_modules/.unroll-installed");
  const wanted = dependencyHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;

  console.error("Installing dependencies ...");
  const args = ["install", "--reporter=append-only"];
  args.push(process.env.CI ? "--frozen-lockfile" : "--prefer-offline");
  // Once installed, the pinned pnpm is a dependency itself, and no network is needed to start it.
  const pnpm = join(root, "node_modules/pnpm/bin/pnpm.cjs");
  const { code, output } = existsSync(pnpm)
    ? await run(process.execPath, [pnpm, ...args], { quiet: true })
    : await run("npx", ["--yes", manifest.packageManager, ...args], { quiet: true });
  if (code !== 0) {
    console.error(output);
    console.error("Installing failed. The first time it needs the npm registry.");
    process.exit(1);
  }
  // The lockfile may have been written by this very install.
  writeFileSync(stamp, dependencyHash());
}

/** Of everything that decides what is installed: the lockfile, pnpm's settings, all manifests. */
function dependencyHash() {
  const manifests = ["packages", "models", "apps"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name, "package.json")),
  );
  const hash = createHash("sha256").update(process.platform + process.arch);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...manifests]) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** Runs turbo, offline and without telemetry.
 *  @param {string[]} args  tasks and flags of `turbo run`
 *  @param {{ quiet?: boolean }} [options]  quiet: its output is returned, not shown */
export function turbo(args, options) {
  const bin = join(root, "node_modules/.bin");
  return run(process.execPath, [join(root, "node_modules/turbo/bin/turbo"), "run", ...args], {
    ...options,
    env: {
      PATH: `${bin}${delimiter}${process.env.PATH}`, // turbo calls pnpm, the pinned one
      TURBO_TELEMETRY_DISABLED: "1",
      DO_NOT_TRACK: "1",
      pnpm_config_verify_deps_before_run: "false", // done once, above
      npm_config_verify_deps_before_run: "false",
    },
  });
}

/** Where npm or pnpm is killed, the signal ends the shell between it and us, but not us. */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, 500).unref();
}

/** Runs a command in the repository's root to its end.
 *  @param {string} command
 *  @param {string[]} args
 *  @param {{ quiet?: boolean | undefined, env?: Record<string, string> }} [options]
 *  @returns {Promise<{ code: number, output: string }>} */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32" && command === "npx", // npx.cmd
    });
    let output = "";
    child.stdout?.on("data", (data) => (output += data));
    child.stderr?.on("data", (data) => (output += data));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
