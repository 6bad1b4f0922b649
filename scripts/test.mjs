// `npm test [vitest's arguments]`: all tests. Those that need a browser run where a Chromium is found.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root, run, turbo } from "./setup.mjs";

await ensureInstalled();
// The tests of what users load, the command's and the demo's run what is built; everything else runs on
// the sources.
const build = await turbo(["build", "--filter=@unroll/cli", "--filter=@unroll/demo"], {
  quiet: true,
});
if (build.code !== 0) console.error(build.output);

const { findChromium, howToGetChromium } = await import("./chromium.mjs");
const chromium = await findChromium().catch((error) => {
  console.error(`npm test: ${error.message}`);
  process.exit(1);
});
const skipped = chromium ? "" : describeSkipped();
if (skipped && process.env.CI) {
  console.error(skipped);
  process.exit(1);
}

const args = process.argv.slice(2);
const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", ...args];
if (!chromium) vitest.push("--project=unit");
const { code } = await run(process.execPath, vitest);
const { testOnCurrentNode } = await import("./test-on-current-node.mjs");
const current = await testOnCurrentNode(args);
if (skipped) console.error(skipped);
process.exitCode = code || current.code || build.code;

/** One line: which tests do not run without a Chromium, and how to get one. */
function describeSkipped() {
  const files = ["packages", "apps"].flatMap((group) => testFiles(join(root, group)));
  const count = (/** @type {string} */ end) => files.filter((file) => file.endsWith(end)).length;
  const what = `${count(".browser.test.ts")} browser and ${count(".e2e.test.ts")} end-to-end test files`;
  return `No Chromium found, so ${what} did not run: ${howToGetChromium}.`;
}

/** @param {string} folder
 *  @returns {string[]} */
function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      const skip = entry.name === "node_modules" || entry.name === "dist";
      return skip ? [] : testFiles(join(folder, entry.name));
    }
    return entry.name.endsWith(".test.ts") ? [entry.name] : [];
  });
}
