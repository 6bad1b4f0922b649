import { fileURLToPath } from "node:url";
import { build } from "vite";
import { packageFolder } from "../package-folder.ts";

/** Bundles the page and returns the folder it lies in. */
export async function bundlePage(): Promise<string> {
  const root = fileURLToPath(new URL("src/browser/", packageFolder));
  const outDir = fileURLToPath(new URL("dist/browser/", packageFolder));
  await build({
    configFile: false,
    logLevel: "error",
    root,
    resolve: {
      alias: [
        // Its plain build for the browser, on one wasm file that the page is served.
        { find: /^onnxruntime-web$/, replacement: "onnxruntime-web/wasm" },
        // Its own bundle: the sources extend a stream of Node.
        { find: /^brain\.js$/, replacement: "brain.js/browser.js" },
      ],
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: "esnext",
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: {
        input: fileURLToPath(new URL("src/browser/page.ts", packageFolder)),
        output: { entryFileNames: "page.js" },
      },
    },
  });
  return outDir;
}
