import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { assemblyScript } from "@unroll/build/assembly-script";
import { library } from "@unroll/build/library";

const { resolve } = createRequire(import.meta.url);

export default library({
  entry: ["src/index.ts"],
  plugins: [assemblyScript(), rawText(), withoutNode()],
  // tfjs' backend comes along: docs/adr/0010.
  deps: { alwaysBundle: [/^@tensorflow\/tfjs-backend-/] },
});

/** A file's text for an import of it with ?raw, as vite has it. */
function rawText() {
  return {
    name: "unroll:raw-text",
    resolveId: {
      filter: { id: /\?raw$/ },
      /** @param {string} source */
      handler: (source) => `${resolve(source.replace("?raw", ""))}?raw`,
    },
    load: {
      filter: { id: /\?raw$/ },
      /** @param {string} id */
      handler: (id) => ({ code: readFileSync(id.replace("?raw", ""), "utf8"), moduleType: "text" }),
    },
  };
}

/** tfjs' loaders without what they do in Node alone, where they read files: they are given their module. */
function withoutNode() {
  return {
    name: "unroll:tfjs-loaders-without-node",
    transform: {
      filter: { id: /tfjs-backend-wasm\/wasm-out\/.*\.js$/ },
      /** @param {string} code */
      handler: (code) => ({
        code: `var process, __filename, __dirname;${code.replace(/\brequire\("\w+"\)/g, "undefined")}`,
        map: null,
      }),
    },
  };
}
