/// <reference path="./assembly.d.ts" />
import { BackendError } from "@unroll/core";

/** A build of the module in assembly/, by what the engine and the heap must have. */
type BuildName = "simd" | "relaxed" | "simd-shared" | "relaxed-shared";

/** Each is loaded when it is chosen: a page fetches one of the four. */
const builds: Readonly<Record<BuildName, () => Promise<{ default: string }>>> = {
  simd: () => import("../../assembly/index.ts?wasm=simd"),
  relaxed: () => import("../../assembly/index.ts?wasm=relaxed"),
  "simd-shared": () => import("../../assembly/index.ts?wasm=simd-shared"),
  "relaxed-shared": () => import("../../assembly/index.ts?wasm=relaxed-shared"),
};

// (func (drop (i32x4.splat (i32.const 0))))
const SIMD = probe([0x41, 0, 0xfd, 0x11, 0x1a]);
// (func (drop (f32x4.relaxed_madd (v128.const ..) thrice))): splats stand for the constants
const RELAXED_SIMD = probe([
  ...[0x41, 0, 0xfd, 0x11, 0x41, 0, 0xfd, 0x11, 0x41, 0, 0xfd, 0x11],
  ...[0xfd, 0x85, 0x02, 0x1a],
]);

/** Whether this engine runs WebAssembly with SIMD. */
export function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(SIMD);
}

/**
 * Compiles the least there is, before tfjs compiles its module and says nothing that helps.
 * @throws {BackendError} when the page may not compile WebAssembly
 */
export async function requireCompiling(): Promise<void> {
  await compile(SIMD);
}

/** The name of the build for this engine and for a heap of this kind. */
export function chooseBuild(memory: WebAssembly.Memory): BuildName {
  const level = WebAssembly.validate(RELAXED_SIMD) ? "relaxed" : "simd";
  return isShared(memory) ? `${level}-shared` : level;
}

/** Compiles a build. */
export async function compileBuild(name: BuildName): Promise<WebAssembly.Module> {
  return compilePacked(builds[name]);
}

/**
 * Loads a module that is packed in a script, and compiles it.
 * @throws {BackendError} when the script does not come, or the page may not compile WebAssembly
 */
export async function compilePacked(
  load: () => Promise<{ default: string }>,
): Promise<WebAssembly.Module> {
  const { default: text } = await loadScript(load);
  return compile(await unpack(text));
}

/** A part of this package that is loaded when it is needed. */
export async function loadScript<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new BackendError(
      `useBackend: all scripts of "wasm" must be loadable, got: ${messageOf(cause)}. ` +
        "Check the connection, and that the server has every file of the build; or use cpu() of @unroll/backend-cpu.",
      { cause },
    );
  }
}

async function compile(binary: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(binary);
  } catch (cause) {
    throw new BackendError(
      'useBackend: "wasm" must be allowed to compile WebAssembly, got: ' +
        `${messageOf(cause)}. ` +
        "Where a Content-Security-Policy stands, add 'wasm-unsafe-eval' to its script-src, or use cpu() of @unroll/backend-cpu.",
      { cause },
    );
  }
}

function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === "function" && buffer instanceof SharedArrayBuffer;
}

/** The bytes of a text in base64 that are packed with gzip. */
async function unpack(base64: string): Promise<ArrayBuffer> {
  const text = atob(base64);
  const packed = new Uint8Array(text.length);
  // Uint8Array.from takes some six times as long, for a module of tfjs 30 ms.
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(bytes).arrayBuffer();
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A module with one function of this body, to be validated. */
function probe(body: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...[1, 4, 1, 0x60, 0, 0], // types: () -> ()
    ...[3, 2, 1, 0], // functions: one of that type
    ...[10, body.length + 4, 1, body.length + 2, 0, ...body, 0x0b], // its code
  );
}
