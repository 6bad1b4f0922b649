import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Rolldown, build as viteBuild } from "vite";

export const app = fileURLToPath(new URL("../app/", import.meta.url));

/** Bundlers with next to no settings: app/main.js and what it loads go into a folder. */
export const bundlers: Record<string, (outDir: string) => Promise<void>> = {
  async vite(outDir) {
    await viteBuild({
      root: app,
      base: "./",
      configFile: false,
      logLevel: "error",
      build: { outDir, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1000 },
    });
  },
  async rolldown(outDir) {
    const { build }: { build: typeof Rolldown.build } = await importOfVite("rolldown");
    await build({
      input: `${app}main.js`,
      platform: "browser",
      logLevel: "warn",
      output: { dir: outDir, format: "esm" },
    });
  },
  async esbuild(outDir) {
    const { build }: { build(options: object): Promise<unknown> } = await importOfVite("esbuild");
    await build({
      entryPoints: [`${app}main.js`],
      outdir: outDir,
      bundle: true,
      format: "esm",
      splitting: true,
      target: "es2022",
      logLevel: "warning",
    });
  },
};

/** A module that vite depends on. */
async function importOfVite(name: string) {
  const { resolve } = createRequire(import.meta.resolve("vite"));
  return await import(pathToFileURL(resolve(name)).href);
}
