// `pnpm unroll ...` behaves like the command itself. pnpm would print a header on standard output,
// where --json belongs, and start a shell between itself and Node that keeps signals from it.
const { join } = require("node:path");

module.exports = {
  hooks: {
    updateConfig(config) {
      const words = process.argv.slice(2).filter((word) => !word.startsWith("-"));
      if (words[0] !== "unroll" && !(words[0] === "run" && words[1] === "unroll")) return config;
      config.reporter = "silent";
      config.verifyDepsBeforeRun = false; // scripts/unroll.mjs installs, and says so on standard error
      if (process.platform !== "win32") config.scriptShell = join(__dirname, "scripts/exec.sh");
      return config;
    },
  },
};
