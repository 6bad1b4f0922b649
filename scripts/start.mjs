// `npm start [--port N]`: builds the demo app and serves it.
import { fileURLToPath } from "node:url";
import { endWithParent } from "./end-with-parent.mjs";

const port = readPort();
await import("./install.mjs");
const [{ build }, { preview }] = await Promise.all([import("@unroll/build/built"), import("vite")]);
try {
  console.log("Building the demo ...");
  build("@unroll/demo");
  // In this process, so that nothing is left behind when it ends.
  const server = await preview({
    root: fileURLToPath(new URL("../apps/demo", import.meta.url)),
    logLevel: "warn",
    preview: { port: port ?? 4173, strictPort: port !== undefined },
  });
  console.log(`Unroll's demo: ${server.resolvedUrls?.local[0]}  (Ctrl-C ends it)`);
} catch (error) {
  console.error(`npm start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

endWithParent();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.exit(0));
}

/** --port N, --port=N or PORT. A port that was asked for must be free; otherwise the next one is taken. */
function readPort() {
  const args = process.argv.slice(2).join(" ");
  // `npm start --port N`, without the "--" that would pass it on, is a setting of npm's.
  const { PORT, npm_config_port: npmPort } = process.env;
  const ours = /(?:^| )--port[= ](\S+)/.exec(args)?.[1];
  const text = ours ?? (npmPort === "true" ? args : npmPort) ?? PORT;
  if (text === undefined || text === "") return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 65536) return number;
  console.error(`npm start: the port must be a whole number from 0 to 65535, got ${text}.`);
  process.exit(2);
}
