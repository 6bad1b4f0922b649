// `pnpm unroll ...`: the command line of this checkout, built when its sources have changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { endWithParent, ensureInstalled, root, turbo } from "./setup.mjs";

await ensureInstalled();

const packages = withDependencies("packages/cli");
const stamp = join(root, "node_modules/.unroll-built");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== buildHash()) {
  const { code, output } = await turbo(["build", "--filter=@unroll/cli"], { quiet: true });
  if (code !== 0) {
    console.error(output);
    process.exit(1);
  }
  writeFileSync(stamp, buildHash());
}

if (process.env.npm_lifecycle_event === "unroll") {
  // npm and pnpm start scripts in the root, whatever the caller's folder is.
  process.chdir(process.env.INIT_CWD ?? ".");
  endWithParent();
  mergeInterrupts();
}
const main = join(root, "packages/cli/dist/main.js");
process.argv[1] = main;
await import(pathToFileURL(main).href);

/** Ctrl-C reaches us twice, from the terminal and from pnpm, and a second one means "at once". So within
 *  two seconds it is the same one: our listener keeps Node from ending until then. */
function mergeInterrupts() {
  let last = Number.NEGATIVE_INFINITY;
  const listener = () => {
    const repeated = performance.now() - last < 2000;
    if (!repeated) last = performance.now();
    if (repeated || process.listenerCount("SIGINT") > 1) return;
    process.off("SIGINT", listener);
    process.kill(process.pid, "SIGINT");
  };
  process.on("SIGINT", listener);
}

/** Folders of a workspace package and of those it depends on.
 *  @param {string} folder
 *  @param {Set<string>} found
 *  @returns {Set<string>} */
function withDependencies(folder, found = new Set()) {
  if (found.has(folder)) return found;
  found.add(folder);
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  // What is only a devDependency may be bundled, as conformance's `verify` is.
  const all = {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.devDependencies,
  };
  for (const name of Object.keys(all)) {
    const local = `packages/${name.replace("@unroll/", "")}`;
    if (name.startsWith("@unroll/") && existsSync(join(root, local)))
      withDependencies(local, found);
  }
  return found;
}

/** Of the contents of all sources, and of name, size and time of what was built from them. */
function buildHash() {
  const hash = createHash("sha256").update(readFileSync(join(root, "pnpm-lock.yaml")));
  for (const folder of ["scripts", ...packages]) {
    hashFolder(join(root, folder), (path) => hash.update(path).update(readFileSync(path)));
  }
  for (const folder of packages) {
    const dist = join(root, folder, "dist");
    if (!existsSync(dist)) continue;
    hashFolder(dist, (path) => {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path} ${size} ${mtimeMs}`);
    });
  }
  return hash.digest("hex");
}

/** @param {string} folder
 *  @param {(path: string) => void} visit  gets every file that a build may depend on */
function hashFolder(folder, visit) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["node_modules", "dist", "golden", ".turbo", ".cache"].includes(entry.name))
        hashFolder(path, visit);
    } else if (!/\.test\.ts$|\.md$/.test(entry.name)) {
      visit(path);
    }
  }
}
