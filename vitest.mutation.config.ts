// The tests that a mutation of core or of a kernel is run against: those of core, and the suite on the backend cpu.
import { fileURLToPath } from "node:url";
import { tfjsDeepFile, tfjsExternal } from "@unroll/build/tfjs";
import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

const source = (path: string) =>
  fileURLToPath(new URL(`packages/${path}/index.ts`, import.meta.url));

export default defineConfig({
  plugins: [tfjsExternal()],
  // Stryker changes a copy of the repository, whose node_modules lead back to the original.
  resolve: {
    alias: {
      "@unroll/conformance/node": source("conformance/src/node"),
      "@unroll/conformance": source("conformance/src"),
      "@unroll/core/node": source("core/src/node"),
      "@unroll/core": source("core/src"),
    },
  },
  ssr: { resolve: { conditions: ["@unroll/source", ...defaultServerConditions] } },
  test: {
    include: [
      "packages/core/src/**/*.test.ts",
      "packages/backend-cpu/src/**/*.test.ts",
      "packages/conformance/src/without-kernels.test.ts",
    ],
    // Slow, or about the whole package.
    exclude: [
      "**/*.browser.test.ts",
      "**/two-kernels.test.ts",
      "**/*-bundle.test.ts",
      "**/*-kill.test.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ["@unroll/build/test-setup"],
    server: { deps: { inline: [tfjsDeepFile] } },
  },
});
