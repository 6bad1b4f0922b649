import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { assemblyScript } from "./scripts/assembly-script.mjs";
import { findChromium, launchOptions } from "./scripts/chromium.mjs";
import { tfjsDeepFile, tfjsExternal } from "./scripts/tfjs.mjs";

// Tests run on the sources of all packages: nothing has to be built.
const source = "@unroll/source";
const chromium = await findChromium();
const setupFiles = ["./scripts/test-setup.mjs"];
// Generous: no test waits on the clock, and a loaded machine with two cores is slow.
const timeouts = { testTimeout: 120_000, hookTimeout: 120_000 };

// Reference files that are not in the repository lie in a folder beside it; CI must have them.
const beside = fileURLToPath(new URL("../shared", import.meta.url));
if (existsSync(beside) || process.env.CI) process.env.UNROLL_SHARED ??= beside;

const isolatedTests = "{packages,apps}/*/src/**/*.isolated.browser.test.ts";

export default defineConfig({
  test: {
    maxWorkers: "100%", // of the cores; vitest leaves one unused otherwise, which is half of CI's two
    projects: [
      {
        plugins: [tfjsExternal(), assemblyScript()],
        ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
        test: {
          ...timeouts,
          name: "unit",
          include: ["{packages,apps,models}/*/src/**/*.test.ts", "scripts/**/*.test.mjs"],
          exclude: ["**/*.browser.test.ts"],
          environment: "node",
          pool: "forks",
          setupFiles,
          server: { deps: { inline: [tfjsDeepFile] } },
        },
      },
      browserProject("browser", {
        include: ["{packages,apps}/*/src/**/*.browser.test.ts"],
        exclude: [isolatedTests],
      }),
      // Where a page is cross-origin isolated, tfjs runs threads, and its heap is shared.
      browserProject("browser-isolated", {
        include: [isolatedTests],
        headers: {
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Embedder-Policy": "require-corp",
        },
      }),
      {
        test: {
          ...timeouts,
          name: "e2e",
          include: ["{packages,apps}/*/e2e/**/*.e2e.test.ts"],
        },
      },
    ],
  },
});

interface BrowserTests {
  include: string[];
  exclude?: string[];
  /** With every response, the pages that run the tests among them. */
  headers?: Record<string, string>;
}

function browserProject(name: string, { include, exclude = [], headers = {} }: BrowserTests) {
  return {
    plugins: [assemblyScript()],
    resolve: { conditions: [source, ...defaultClientConditions] },
    server: { headers },
    test: {
      ...timeouts,
      name,
      include,
      exclude,
      setupFiles,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: launchOptions(chromium ?? "") }),
        instances: [{ browser: "chromium" as const }],
      },
    },
  };
}
