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
      {
        plugins: [assemblyScript()],
        resolve: { conditions: [source, ...defaultClientConditions] },
        test: {
          ...timeouts,
          name: "browser",
          include: ["{packages,apps}/*/src/**/*.browser.test.ts"],
          setupFiles,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launchOptions(chromium ?? "") }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        test: {
          ...timeouts,
          name: "e2e",
          include: ["apps/*/e2e/**/*.e2e.test.ts"],
        },
      },
    ],
  },
});
