// `pnpm mutate FILES`: changes these sources bit by bit, and says which changes no test finds.

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  coverageAnalysis: "perTest",
  // Tests say what an error is about, not how it is worded.
  mutator: { excludedMutations: ["StringLiteral"] },
  ignorePatterns: ["apps", "models", "docs", "dist"],
  tempDirName: ".cache/stryker",
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: 1,
  dryRunTimeoutMinutes: 30,
  timeoutMS: 20_000,
};
