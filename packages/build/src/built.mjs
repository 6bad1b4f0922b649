// Builds what is run as users load it: the demo, the command and the packages in browsers.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Builds packages and what they depend on, where sources have changed.
 *  @param {...string} names
 *  @throws {Error} with the output, when one does not build */
export function build(...names) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/turbo/bin/turbo"),
      "build",
      ...names.map((name) => `--filter=${name}`),
    ],
    {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`, // turbo calls the pinned pnpm
        TURBO_TELEMETRY_DISABLED: "1",
      },
    },
  );
  if (status !== 0) throw new Error(`${names.join(", ")} must build, got:\n${stdout}${stderr}`);
}

/** As vitest's global setup. */
export function setup() {
  build("@unroll/backend-wasm", "@unroll/tasks", "@unroll/cli", "@unroll/demo");
}
