import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assemblyScript } from "@unroll/build/assembly-script";
import { findChromium, howToGetChromium, launchOptions } from "@unroll/build/chromium";
import { findCurrentNode, isCurrentNode } from "@unroll/build/current-node";
import { nodePool } from "@unroll/build/node-pool";
import { tfjsDeepFile, tfjsExternal } from "@unroll/build/tfjs";
import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import type { ProjectConfig } from "vitest/node";

// Tests run on the sources of all packages: nothing has to be built.
const source = "@unroll/source";
const chromium = await findChromium();
const currentNode = isCurrentNode() ? undefined : findCurrentNode();
const setupFiles = ["@unroll/build/test-setup"];
// Generous: no test waits on the clock, and a loaded machine with two cores is slow.
const timeouts = { testTimeout: 120_000, hookTimeout: 120_000 };

// Reference files that are not in the repository lie in a folder beside it; CI must have them.
const beside = fileURLToPath(new URL("../shared", import.meta.url));
if (existsSync(beside) || process.env.CI) process.env.UNROLL_SHARED ??= beside;

const isolatedTests = "{packages,apps}/*/src/**/*.isolated.browser.test.ts";

/** What this machine cannot run, and how it could. CI must be able to. */
const skipped: string[] = [];
if (!chromium)
  skipped.push(`No Chromium found, so no tests run in a browser: ${howToGetChromium}.`);
if (!currentNode && !isCurrentNode()) {
  skipped.push(
    "No Node 22 or later found, so the kernels with relaxed SIMD are not tested in Node.",
  );
}
if (skipped.length > 0 && process.env.CI) throw new Error(skipped.join("\n"));

export default defineConfig({
  test: {
    maxWorkers: "100%", // of the cores; vitest leaves one unused otherwise, which is half of CI's two
    reporters: [
      "default",
      {
        onTestRunEnd() {
          for (const line of skipped) console.error(line);
        },
      },
    ],
    projects: [
      nodeProject({
        name: "unit",
        include: [
          "{packages,apps,models,examples}/*/src/**/*.test.{ts,mjs}",
          "scripts/**/*.test.mjs",
        ],
        exclude: ["**/*.{browser,current-node}.test.{ts,mjs}"],
        pool: "forks",
      }),
      // Node 20 has no relaxed SIMD, so there the kernels in WebAssembly run another build than in a Node of today.
      ...(currentNode
        ? [
            nodeProject({
              name: "current-node",
              include: [
                "packages/backend-wasm/src/{conformance,module/builds}.test.ts",
                "packages/*/src/**/*.current-node.test.mjs",
              ],
              pool: nodePool(currentNode),
            }),
          ]
        : []),
      ...(chromium ? browserProjects(chromium) : []),
    ],
  },
});

function nodeProject(test: ProjectConfig) {
  return {
    plugins: [tfjsExternal(), assemblyScript()],
    ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
    test: {
      ...timeouts,
      environment: "node",
      setupFiles,
      server: { deps: { inline: [tfjsDeepFile, /\?wasm=/] } },
      ...test,
    },
  };
}

function browserProjects(executable: string) {
  return [
    browserProject(executable, {
      name: "browser",
      include: ["{packages,apps}/*/src/**/*.browser.test.ts"],
      exclude: [isolatedTests],
    }),
    // Where a page is cross-origin isolated, tfjs runs threads, and its heap is shared.
    browserProject(
      executable,
      { name: "browser-isolated", include: [isolatedTests] },
      {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
    ),
    {
      test: {
        ...timeouts,
        name: "e2e",
        include: ["{packages,apps}/*/e2e/**/*.e2e.test.ts"],
        globalSetup: "@unroll/build/built",
      },
    },
  ];
}

/** @param headers  with every response, the pages that run the tests among them */
function browserProject(
  executable: string,
  test: ProjectConfig,
  headers: Record<string, string> = {},
) {
  return {
    plugins: [assemblyScript()],
    resolve: { conditions: [source, ...defaultClientConditions] },
    server: { headers },
    test: {
      ...timeouts,
      setupFiles,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: launchOptions(executable) }),
        instances: [{ browser: "chromium" as const }],
      },
      ...test,
    },
  };
}
