import { resolve } from "node:path";
import { library } from "@unroll/build/library";

export default library({
  entry: ["src/index.ts", "src/node/index.ts", "src/verify/index.ts"],
  plugins: [goldenFiles()],
});

/** Golden values stay the files of golden/, imported as Node, too, imports JSON. */
function goldenFiles() {
  return {
    name: "golden-files",
    resolveId: {
      filter: { id: /^\.\.\/\.\.\/golden\/.*\.json$/ },
      handler: (/** @type {string} */ id) => ({
        id: resolve("src/goldens", id),
        external: /** @type {const} */ ("relative"),
      }),
    },
    renderChunk: (/** @type {string} */ code) =>
      code.replace(
        /import\(("[^"]*\/golden\/[^"]*\.json")\)/g,
        'import($1, { with: { type: "json" } })',
      ),
  };
}
