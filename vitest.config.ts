import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { findChromium, launchOptions } from "./scripts/chromium.mjs";
import { tfjsDeepFile, tfjsExternal } from "./scripts/tfjs.mjs";

// Tests run on the sources of all packages: nothing has to be built.
const source = "@unroll/source";
const chromium = await findChromium();
const setupFiles = ["./scripts/test-setup.mjs"];

export default defineConfig({
  test: {
    // Two cores are what CI has; more are used where they are.
    maxWorkers: process.env.CI ? 2 : "75%",
    testTimeout: 30_000,
    projects: [
      {
        plugins: [tfjsExternal()],
        ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
        test: {
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
        resolve: { conditions: [source, ...defaultClientConditions] },
        test: {
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
          name: "e2e",
          include: ["apps/*/e2e/**/*.e2e.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
