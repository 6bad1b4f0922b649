import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend } from "@tensorflow/tfjs-core";
import { testBackend, tolerances } from "@unroll/conformance";
import { expect, test } from "vitest";
import { wasm } from "./wasm.ts";

// The whole suite once more, on the heap that tfjs shares between threads.
testBackend({
  name: "wasm, isolated",
  make: wasm,
  tolerance: tolerances.wasm,
});

test("the page is cross-origin isolated, and the heap is shared", () => {
  expect(crossOriginIsolated).toBe(true);
  const { wasmMemory } = (backend() as BackendWasm).wasm as { wasmMemory?: WebAssembly.Memory };
  expect(wasmMemory?.buffer).toBeInstanceOf(SharedArrayBuffer);
});
