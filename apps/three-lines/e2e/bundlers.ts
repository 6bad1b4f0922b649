// Bundlers with next to no settings, each the least that its users write.
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import commonjs from "@rollup/plugin-commonjs";
import nodeResolve from "@rollup/plugin-node-resolve";
import { sentimentEn } from "@unroll/model-sentiment-en";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
import { rollup } from "rollup";
import { type Rolldown, build as viteBuild } from "vite";
import webpack from "webpack";

export const root = fileURLToPath(new URL("../", import.meta.url));
const main = join(root, "src/main.js");

/** Each writes src/main.js and what it loads into a folder. */
export const bundlers: Record<string, (outDir: string) => Promise<void>> = {
  async vite(outDir) {
    await viteBuild({
      root,
      base: "./",
      configFile: false,
      logLevel: "error",
      build: {
        outDir,
        emptyOutDir: true,
        target: "es2022",
        chunkSizeWarningLimit: 1000,
        rolldownOptions: { input: ["index.html", "with-worker.html"].map((html) => root + html) },
      },
      worker: { format: "es" },
    });
  },
  async webpack(outDir) {
    const compiler = webpack({
      mode: "production",
      target: ["web", "es2022"],
      entry: { main, "with-worker": join(root, "src/with-worker.js") },
      output: { path: outDir, publicPath: "auto", clean: true },
      // The largest scripts are tfjs and its module.
      performance: false,
      // Takes most of the time; vite's bundle is minified.
      optimization: { minimize: false },
    });
    const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
      compiler.run((error, result) => (error ? reject(error) : resolve(result)));
    });
    await new Promise((resolve) => compiler.close(resolve));
    if (stats?.hasErrors() || stats?.hasWarnings())
      throw new Error(stats.toString("errors-warnings"));
  },
  async rollup(outDir) {
    const bundle = await rollup({
      input: main,
      plugins: [nodeResolve({ browser: true }), commonjs(), importMetaAssets()],
      onwarn(warning) {
        // Of tfjs' compiled classes.
        if (warning.code !== "THIS_IS_UNDEFINED" && warning.code !== "CIRCULAR_DEPENDENCY") {
          throw new Error(warning.message);
        }
      },
    });
    await bundle.write({ dir: outDir, format: "es" });
    await bundle.close();
  },
  async rolldown(outDir) {
    const { build }: { build: typeof Rolldown.build } = await importOfVite("rolldown");
    await build({
      input: main,
      platform: "browser",
      logLevel: "warn",
      output: { dir: outDir, format: "esm" },
    });
    await copyModel(outDir);
  },
  async esbuild(outDir) {
    const { build }: { build(options: object): Promise<unknown> } = await importOfVite("esbuild");
    await build({
      entryPoints: [main],
      outdir: outDir,
      bundle: true,
      format: "esm",
      splitting: true,
      target: "es2022",
      logLevel: "warning",
    });
    await copyModel(outDir);
  },
};

/** For a bundler that leaves `new URL("./...", import.meta.url)` as it is, the files must lie beside its scripts. */
async function copyModel(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  for (const [name, url] of Object.entries(sentimentEn)) {
    await copyFile(fileURLToPath(url), join(outDir, name));
  }
}

/** A module that vite depends on. */
async function importOfVite(name: string) {
  const { resolve } = createRequire(import.meta.resolve("vite"));
  return await import(pathToFileURL(resolve(name)).href);
}
