// How tfjs' WebAssembly loaders get into a bundle: the text of one for its threads, and none of what they do
// in Node alone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Plugins of rolldown's kind for what bundles @unroll/backend-wasm from its sources. */
export function tfjsLoaders() {
  return [rawText(), withoutNode()];
}

/** A file's text for an import of it with ?raw, as vite has it. */
function rawText() {
  return {
    name: "unroll:raw-text",
    resolveId: {
      filter: { id: /\?raw$/ },
      /** @param {string} source @param {string | undefined} importer */
      handler: (source, importer) =>
        importer ? `${createRequire(importer).resolve(source.replace("?raw", ""))}?raw` : null,
    },
    load: {
      filter: { id: /\?raw$/ },
      /** @param {string} id */
      handler: (id) => ({ code: readFileSync(id.replace("?raw", ""), "utf8"), moduleType: "text" }),
    },
  };
}

/** tfjs' loaders read files in Node; here they are given their module. */
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
