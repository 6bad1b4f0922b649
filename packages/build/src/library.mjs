// The build of every library package: ES modules and declarations from src/ into dist/.
import { defineConfig } from "tsdown";
import { tfjsDeepImport, withoutTfjsMaps } from "./tfjs.mjs";

/** @param {import("tsdown").UserConfig} options  entry, and what differs from the rest */
export function library(options) {
  return defineConfig({
    format: "esm",
    // The web entries run everywhere; the ./node entries import node: modules, which stay external.
    platform: "neutral",
    target: "es2022",
    dts: true,
    sourcemap: true,
    clean: true,
    hash: false,
    fixedExtension: false, // .js everywhere
    logLevel: "warn",
    deps: { alwaysBundle: [tfjsDeepImport], neverBundle: [/^node:/] },
    // seedrandom and long, which tfjs' deep files import, name their entry in "main" only.
    inputOptions: { resolve: { mainFields: ["module", "main"] } },
    ...options,
    plugins: [withoutTfjsMaps(), options.plugins],
  });
}
