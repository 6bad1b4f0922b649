import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { BackendError } from "@unroll/core";
import { afterEach, expect, test, vi } from "vitest";
import { TfjsHeap } from "./heap/tfjs-heap.ts";
import { runtimeOf } from "./runtime.ts";
import { wasm } from "./wasm.ts";

afterEach(() => vi.restoreAllMocks());

test("without SIMD the error names the backend that runs", async () => {
  vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  await expect(wasm().start()).rejects.toThrow(
    new BackendError(
      'useBackend: "wasm" needs WebAssembly with SIMD, which is not here. Use cpu() of @unroll/backend-cpu.',
    ),
  );
});

test("where compiling is not allowed the error says what allows it", async () => {
  const cause = new Error("blocked by the page's policy");
  vi.spyOn(WebAssembly, "compile").mockRejectedValue(cause);
  const start = wasm().start();
  await expect(start).rejects.toThrow("got: blocked by the page's policy.");
  await expect(start).rejects.toThrow("add 'wasm-unsafe-eval' to its script-src");
});

test("a tfjs backend that is another inside, or was not started by us, is named", () => {
  const changed = { wasm: { asm: {} } } as unknown as BackendWasm;
  expect(() => new TfjsHeap(changed)).toThrow('the heap of tfjs\' backend "wasm" must be found');
  expect(() => runtimeOf(changed)).toThrow("must be started by useBackend(wasm())");
});
