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
  return compileBase64((await builds[name]()).default);
}

/** Compiles a module given in base64. */
export function compileBase64(base64: string): Promise<WebAssembly.Module> {
  return compile(decode(base64));
}

async function compile(binary: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(binary);
  } catch (cause) {
    throw new BackendError(
      'useBackend: "wasm" must be allowed to compile WebAssembly, got: ' +
        `${cause instanceof Error ? cause.message : cause}. ` +
        "Where a Content-Security-Policy stands, add 'wasm-unsafe-eval' to its script-src, or use cpu() of @unroll/backend-cpu.",
      { cause },
    );
  }
}

function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === "function" && buffer instanceof SharedArrayBuffer;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
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
