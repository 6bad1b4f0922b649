// `pnpm unroll ...` behaves like the command itself. pnpm would print a header on standard output, where --json
// belongs, and start a shell between itself and Node that keeps signals from it.
const { join } = require("node:path");

module.exports = {
  hooks: {
    updateConfig(config) {
      const [command, script] = process.argv.slice(2).filter((word) => !word.startsWith("-"));
      if (command !== "unroll" && !(command === "run" && script === "unroll")) return config;
      config.reporter = "silent";
      if (process.platform !== "win32") config.scriptShell = join(__dirname, "scripts/exec.sh");
      return config;
    },
  },
};
