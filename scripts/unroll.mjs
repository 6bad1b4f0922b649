// `pnpm unroll ...`: the command line of this checkout, built when its sources have changed.
import { fileURLToPath } from "node:url";
import { build } from "@unroll/build/built";
import { endWithParent } from "./end-with-parent.mjs";

try {
  build("@unroll/cli");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
// pnpm starts scripts in the root, whatever the caller's folder is.
process.chdir(process.env.INIT_CWD ?? ".");
endWithParent();
mergeInterrupts();
const main = new URL("../packages/cli/dist/main.js", import.meta.url);
process.argv[1] = fileURLToPath(main);
await import(main.href);

/** Ctrl-C reaches us twice, from the terminal and from pnpm, and a second one means "at once". So within
 *  two seconds it is the same one: our listener keeps Node from ending until then. */
function mergeInterrupts() {
  let last = Number.NEGATIVE_INFINITY;
  const listener = () => {
    const repeated = performance.now() - last < 2000;
    if (!repeated) last = performance.now();
    if (repeated || process.listenerCount("SIGINT") > 1) return;
    process.off("SIGINT", listener);
    process.kill(process.pid, "SIGINT");
  };
  process.on("SIGINT", listener);
}
