// dist/ and what it imports, as they lie on disk, and the ways to tell a browser where.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { app } from "./bundle.ts";
import type { Site } from "./serve.ts";

const { resolve } = createRequire(import.meta.url);
const core = dirname(fileURLToPath(import.meta.resolve("@unroll/core")));
const ofCore = createRequire(join(core, "index.js"));

export const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** The folder of tfjs' own .wasm files. */
export const tfjsWasm = dirname(
  resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm"),
);

/** The addresses of what is imported by name. */
const imports = {
  "@unroll/core": "/core/index.js",
  "@unroll/backend-wasm": "/backend-wasm/index.js",
  "@tensorflow/tfjs-core": "/tfjs-core/tf-core.fesm.js",
  "@tensorflow/tfjs-backend-wasm": "/tfjs-wasm/tf-backend-wasm.fesm.js",
  mitt: "/mitt/mitt.mjs",
  valibot: "/valibot/index.mjs",
  // tfjs' ES bundle imports these of Node's, for Node.
  fs: "/nothing.js",
  os: "/nothing.js",
  path: "/nothing.js",
  perf_hooks: "/nothing.js",
};

const text = JSON.stringify({ imports });

/** An import map stands in the page, where a policy without 'unsafe-inline' asks for its hash. */
export const importMap = {
  html: `<script type="importmap">${text}</script>`,
  hash: `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
};

/** A page of app/ and all that it loads. */
export function unbundled(script: string, map?: typeof importMap): Pick<Site, "files" | "folders"> {
  return {
    files: {
      "/page/index.html": indexHtml(script, map),
      "/nothing.js": "export default {};",
    },
    folders: {
      "/page/": app,
      "/backend-wasm/": dist,
      "/core/": core,
      "/mitt/": dirname(ofCore.resolve("mitt")),
      "/valibot/": dirname(ofCore.resolve("valibot")),
      "/tfjs-core/": dirname(resolve("@tensorflow/tfjs-core/dist/tf-core.fesm.js")),
      "/tfjs-wasm/": tfjsWasm,
    },
  };
}

/** app/index.html with another script, and an import map before it. */
export function indexHtml(script: string, map?: typeof importMap): string {
  const html = readFileSync(join(app, "index.html"), "utf8").replace("main.js", script);
  return map === undefined ? html : html.replace("<script", `${map.html}\n    <script`);
}

/** A script whose imports by name are imports by address. */
export function withAddresses(script: string): string {
  const names = Object.keys(imports).join("|");
  const specifier = new RegExp(`(\\bfrom\\s*|\\bimport\\s*\\(?\\s*)["'](${names})["']`, "g");
  return script.replace(
    specifier,
    (_, before, name: keyof typeof imports) => `${before}"${imports[name]}"`,
  );
}
