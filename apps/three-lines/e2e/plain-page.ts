// The packages as they lie on disk, and the ways to tell a browser where.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./bundlers.ts";
import type { Site } from "./serve.ts";

/** The import map that the model's README shows: each name that is imported, and its address below /npm/. */
const text =
  readFileSync(join(packageFolder("@unroll/model-sentiment-en"), "README.md"), "utf8").match(
    /<script type="importmap">(.*?)<\/script>/s,
  )?.[1] ?? "";
const { imports } = JSON.parse(text) as { imports: Record<string, string> };

/** An import map stands in the page, where a policy without 'unsafe-inline' asks for its hash. */
export const importMap = {
  html: `<script type="importmap">${text}</script>`,
  hash: `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
};

/** A page of src/ and all that it loads. */
export function plainPage(script: string, map?: typeof importMap): Pick<Site, "files" | "folders"> {
  return {
    files: { "/page/index.html": indexHtml(script, map) },
    folders: {
      "/page/src/": join(root, "src"),
      ...Object.fromEntries(
        Object.keys(imports).map((name) => [`/npm/${name}/`, packageFolder(name)]),
      ),
    },
  };
}

/** index.html with another script, and an import map before it. */
export function indexHtml(script: string, map?: typeof importMap): string {
  const html = readFileSync(join(root, "index.html"), "utf8").replace("./src/main.js", script);
  return map === undefined ? html : html.replace("<script", `${map.html}\n    <script`);
}

/** A script whose imports by name are imports by address: no import map reaches a worker. */
export function withAddresses(script: string): string {
  const names = Object.keys(imports).join("|");
  const specifier = new RegExp(`(\\bfrom\\s*|\\bimport\\s*\\(?\\s*)["'](${names})["']`, "g");
  return script.replace(specifier, (_, before, name: string) => `${before}"${imports[name]}"`);
}

/** Where a package is installed, for whoever of ours depends on it. */
function packageFolder(name: string): string {
  for (const dependent of [
    root,
    ...["core", "tasks"].map((each) => join(root, "../../packages", each, "/")),
  ]) {
    const paths = createRequire(join(dependent, "package.json")).resolve.paths(name) ?? [];
    for (const path of paths) {
      if (existsSync(join(path, name, "package.json"))) return join(path, name);
    }
  }
  throw new Error(`${name} must be installed, got no folder of it. Run npm test.`);
}
