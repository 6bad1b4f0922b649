import { join } from "node:path";
import { expect, test } from "vitest";
import { assemblyScript } from "./assembly-script.mjs";

const { resolveId, load } = assemblyScript();
const importer = "/packages/a/src/builds.ts?v=1";

test("an import of a build is a module of its own", () => {
  const id = resolveId("../assembly/index.ts?wasm=simd", importer);
  expect(id).toBe(join("/packages/a/assembly/index.ts?wasm=simd.js"));
});

test("other imports, and entries, are left alone", () => {
  expect(resolveId("../assembly/index.ts", importer)).toBe(null);
  expect(resolveId("../assembly/index.ts?wasm=simd", undefined)).toBe(null);
});

// Otherwise vite's search for dependencies fails, and it reloads the page in the middle of a test run.
test("vite's search for dependencies does not look into the sources", () => {
  const source = "../assembly/index.ts?wasm=simd";
  expect(resolveId(source, importer, { scan: true })).toBe(source);
});

test("a build that does not exist is refused", async () => {
  await expect(load("/packages/a/assembly/index.ts?wasm=fast.js")).rejects.toThrow(
    'the build must be one of simd,relaxed,simd-shared,relaxed-shared,checked, got "fast"',
  );
});
