// How builds and tests treat @tensorflow/tfjs-core, in one place.
//
// In Node tfjs-core registers no gradients, so core registers those it uses itself, from
// `@tensorflow/tfjs-core/dist/gradients/*_grad`. These deep files are ES modules inside a CommonJS
// package: a bundler can read them, Node cannot. So whatever lies under dist/ goes through the
// bundler (tsdown) or vite (vitest), while the bare import stays external. The two copies share
// one engine, because tfjs keeps it and its registries on globalThis.

import { createRequire } from "node:module";

/** Deep imports of tfjs-core as they stand in our sources. */
export const tfjsDeepImport = /^@tensorflow\/tfjs-core\/dist\//;

/** Files of tfjs-core that must be transformed: everything but the CommonJS bundle of the bare import. */
export const tfjsDeepFile = /@tensorflow\/tfjs-core\/dist\/(?!tf-core\.)/;

/** A vite plugin that leaves the bare imports of tfjs to Node: its CommonJS bundles load ten times
 *  faster than the hundreds of modules behind them, and are what our users' Node loads.
 *  @returns {import("vite").Plugin} */
export function tfjsExternal() {
  return {
    name: "unroll:tfjs-external",
    enforce: "pre",
    resolveId(source, importer) {
      if (!importer || !/^@tensorflow\/tfjs-[a-z-]+$/.test(source)) return null;
      return createRequire(importer).resolve(source);
    },
  };
}

/** A plugin of tsdown that writes no source map for a chunk with files of tfjs, whose map is several times as
 *  large, nor for one of a binary: whoever debugs tfjs has its sources.
 *  @returns {import("tsdown").Rolldown.Plugin} */
export function withoutTfjsMaps() {
  return {
    name: "unroll:without-tfjs-maps",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === "asset" || !chunk.moduleIds.some((id) => withoutMap.test(id))) continue;
        delete bundle[`${chunk.fileName}.map`];
        chunk.code = chunk.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
      }
    },
  };
}

const withoutMap = /\/@tensorflow\/tfjs-|\?wasm=/;
