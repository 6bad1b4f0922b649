// How packages with AssemblyScript sources are built and tested: an import such as
//
//   import("../assembly/index.ts?wasm=simd")
//
// becomes a module whose default export is the compiled binary, as does
//
//   import("package/file.wasm?wasm=binary")
//
// for one that is there already: packed with gzip, in base64. Text in a script loads from any bundler and any
// page, and needs no setting for where files lie.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cache = join(root, "node_modules/.cache/assembly-script");

/** Compiler options by the name of a build. Features that are on by default are not named. */
const builds = {
  simd: [],
  relaxed: ["--enable", "relaxed-simd"],
  "simd-shared": shared(),
  "relaxed-shared": ["--enable", "relaxed-simd", ...shared()],
  checked: ["--use", "CHECKED=1"],
};

function shared() {
  return ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"];
}

const marker = "?wasm=";

/** A plugin of rollup's kind, for vite, vitest and tsdown.
 *  @returns {{ name: string, enforce: "pre", resolveId: Function, load: Function }} */
export function assemblyScript() {
  return {
    name: "unroll:assembly-script",
    enforce: "pre",
    /** @param {string} source @param {string | undefined} importer @param {{ scan?: boolean }} [options] */
    resolveId(source, importer, options) {
      if (!source.includes(marker) || importer === undefined) return null;
      // vite's search for dependencies reads files itself, and would take these for TypeScript. What it
      // gets back unresolved it passes over.
      if (options?.scan) return source;
      const [file = "", build] = source.split(marker);
      const from = importer.replace(/\?.*/, "");
      const path = file.startsWith(".")
        ? resolve(dirname(from), file)
        : createRequire(from).resolve(file);
      // Ends in .js, so that nobody takes what `load` returns for TypeScript.
      return `${path}${marker}${build}.js`;
    },
    /** @this {{ addWatchFile?: (file: string) => void }}
     *  @param {string} id */
    async load(id) {
      if (!id.includes(marker)) return null;
      const [file = "", build = ""] = id.replace(/\.js$/, "").split(marker);
      if (build === "binary") return { code: textModule(readFileSync(file)), map: null };
      const binary = await compile(file, build);
      for (const source of sourceFiles(dirname(file))) this.addWatchFile?.(source);
      return { code: textModule(binary), map: null };
    },
  };
}

/** @param {Buffer} binary */
function textModule(binary) {
  return `export default "${gzipSync(binary, { level: 9 }).toString("base64")}";`;
}

/** The binary of a build, from the cache when its sources have not changed.
 *  @param {string} entry
 *  @param {string} build */
async function compile(entry, build) {
  if (!Object.hasOwn(builds, build)) {
    throw new Error(`${entry}: the build must be one of ${Object.keys(builds)}, got "${build}".`);
  }
  const options = builds[/** @type {keyof typeof builds} */ (build)];
  const folder = dirname(entry);
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(join(root, "pnpm-lock.yaml"))).update(build);
  for (const file of sourceFiles(folder)) hash.update(file).update(readFileSync(file));
  const cached = join(cache, `${hash.digest("hex")}.wasm`);
  try {
    return readFileSync(cached);
  } catch {
    const binary = await runCompiler(entry, options);
    mkdirSync(cache, { recursive: true });
    // Written aside and renamed: another process may do the same.
    const part = `${cached}.${process.pid}`;
    writeFileSync(part, binary);
    renameSync(part, cached);
    return binary;
  }
}

/** @param {string} entry
 *  @param {readonly string[]} options
 *  @returns {Promise<Buffer>} */
async function runCompiler(entry, options) {
  const { default: asc } = await import("assemblyscript/asc");
  /** @type {Uint8Array | undefined} */
  let binary;
  const checked = options.includes("CHECKED=1") ? [] : ["--use", "CHECKED=0"];
  const { error, stderr } = await asc.main(
    [
      relative(root, entry),
      ...["--baseDir", root, "--outFile", "out.wasm", "--runtime", "stub", "--enable", "simd"],
      ...["--importMemory", "--noExportMemory", "-O3", "--noAssert"],
      ...checked,
      ...options,
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(resolve(base, name), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => {
        binary = /** @type {Uint8Array} */ (contents);
      },
      listFiles: () => [],
    },
  );
  const messages = stderr.toString();
  if (error || binary === undefined || messages !== "") {
    throw new Error(`${entry} must compile without warnings, got:\n${messages}`, { cause: error });
  }
  return Buffer.from(binary);
}

/** @param {string} folder
 *  @returns {string[]} */
function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => join(folder, file));
}
