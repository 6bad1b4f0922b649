import { gunzipSync, gzipSync } from "node:zlib";
import { BackendError } from "@unroll/core";
import { describe, expect, test } from "vitest";
import { chooseBuild, compileBuild, compilePacked } from "./builds.ts";

const builds = {
  simd: (await import("../../assembly/index.ts?wasm=simd")).default,
  relaxed: (await import("../../assembly/index.ts?wasm=relaxed")).default,
  "simd-shared": (await import("../../assembly/index.ts?wasm=simd-shared")).default,
  "relaxed-shared": (await import("../../assembly/index.ts?wasm=relaxed-shared")).default,
};
const names = Object.keys(builds) as (keyof typeof builds)[];

/** https://webassembly.github.io/spec/core/binary/modules.html#sections */
const SECTION = { memory: 5, start: 8, code: 10, data: 11, dataCount: 12 };

// V8 has relaxed SIMD since 11.4; Node 20 holds 11.3, Node 22 holds 12.4.
const hasRelaxed = Number(process.versions.node.split(".")[0]) >= 22;
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
const sharedMemory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });

describe(`Node ${process.versions.node} takes the build`, () => {
  const level = hasRelaxed ? "relaxed" : "simd";

  test(`"${level}" on a heap of its own`, () => {
    expect(chooseBuild(memory)).toBe(level);
  });

  test(`"${level}-shared" on a heap that threads share`, () => {
    expect(chooseBuild(sharedMemory)).toBe(`${level}-shared`);
  });
});

test.each(names)("%s compiles where its instructions are known, and only there", async (name) => {
  const compiled = compileBuild(name);
  if (hasRelaxed || !name.startsWith("relaxed")) {
    expect(await compiled).toBeInstanceOf(WebAssembly.Module);
  } else {
    await expect(compiled).rejects.toThrow(BackendError);
  }
});

// It would overwrite what tfjs has on its heap.
test.each(names)("%s writes nothing to the heap when it starts", (name) => {
  const sections = sectionIds(decode(name));
  expect(sections).toContain(SECTION.code);
  for (const section of ["memory", "start", "data", "dataCount"] as const) {
    expect(sections, section).not.toContain(SECTION[section]);
  }
});

test("together they are at most 60 kB, compressed", () => {
  const sizes = names.map((name) => Buffer.from(builds[name], "base64").byteLength);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(60_000);
});

test("what cannot be compiled is a BackendError that says what to allow", async () => {
  const text = gzipSync("\0asm").toString("base64");
  const compiling = compilePacked(async () => ({ default: text }));
  await expect(compiling).rejects.toThrow(BackendError);
  await expect(compiling).rejects.toThrow("'wasm-unsafe-eval'");
});

test("a script that does not come is a BackendError that says what to check", async () => {
  const cause = new TypeError("Failed to fetch dynamically imported module: /assets/relaxed.js");
  const compiling = compilePacked(() => Promise.reject(cause));
  await expect(compiling).rejects.toThrow(BackendError);
  await expect(compiling).rejects.toThrow(
    'useBackend: all scripts of "wasm" must be loadable, got: Failed to fetch dynamically imported module: /assets/relaxed.js. Check',
  );
});

function decode(name: keyof typeof builds): Buffer {
  return gunzipSync(Buffer.from(builds[name], "base64"));
}

/** The ids of a binary's sections, in their order. */
function sectionIds(binary: Buffer): number[] {
  const ids: number[] = [];
  let at = 8; // after "\0asm" and the version
  while (at < binary.length) {
    ids.push(binary.readUInt8(at));
    const { value: length, next } = readUnsigned(binary, at + 1);
    at = next + length;
  }
  expect(at).toBe(binary.length);
  return ids;
}

/** An integer in LEB128. */
function readUnsigned(bytes: Buffer, from: number): { value: number; next: number } {
  let value = 0;
  for (let at = from, factor = 1; ; at++, factor *= 128) {
    const byte = bytes.readUInt8(at);
    value += (byte & 127) * factor;
    if (byte < 128) return { value, next: at + 1 };
  }
}
