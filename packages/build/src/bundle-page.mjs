// For tests of what a page loads: a script, bundled from the sources as vite does it for a page.
import { join } from "node:path";
import { build, defaultClientConditions } from "vite";

/** The chunks of a page with this script.
 *  @param {string} folder  where the script stands, for its imports
 *  @param {string} script
 *  @returns {Promise<import("vite").Rolldown.OutputChunk[]>} */
export async function bundlePage(folder, script) {
  const entry = join(folder, "page.virtual.ts");
  const { output } = /** @type {import("vite").Rolldown.RolldownOutput} */ (
    await build({
      configFile: false,
      logLevel: "error",
      resolve: { conditions: ["@unroll/source", ...defaultClientConditions] },
      plugins: [
        {
          name: "page",
          resolveId: (source) => (source === entry ? entry : null),
          load: (id) => (id === entry ? script : null),
        },
      ],
      build: {
        write: false,
        minify: false,
        target: "es2022",
        chunkSizeWarningLimit: 2000,
        rolldownOptions: { input: entry, preserveEntrySignatures: "strict" },
      },
    })
  );
  return output.filter((file) => file.type === "chunk");
}
