import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  add,
  backend,
  engine,
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
} from "@tensorflow/tfjs-core";
import { BackendError, useBackend } from "@unroll/core";
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

test("without DecompressionStream, in which this package's modules are packed, too", async () => {
  vi.stubGlobal("DecompressionStream", undefined);
  await expect(wasm().start()).rejects.toThrow(
    '"wasm" needs DecompressionStream, which is not here',
  );
  vi.unstubAllGlobals();
});

test("where compiling is not allowed the error says what allows it", async () => {
  const cause = new Error("blocked by the page's policy");
  vi.spyOn(WebAssembly, "compile").mockRejectedValue(cause);
  const start = wasm().start();
  await expect(start).rejects.toThrow("got: blocked by the page's policy.");
  await expect(start).rejects.toThrow("add 'wasm-unsafe-eval' to its script-src");
});

test("where tfjs' module cannot start, the error says why, and the next start is a new one", async () => {
  await useBackend(wasm()); // Node starts modules of its own meanwhile
  removeBackend("wasm");
  const cause = new RangeError("Out of memory: Cannot allocate Wasm memory for new instance");
  const instantiate = vi.spyOn(WebAssembly, "instantiate").mockRejectedValue(cause);
  await expect(useBackend(wasm())).rejects.toThrow(
    'useBackend: tfjs\' module for "wasm" must start, got: Out of memory: Cannot allocate',
  );
  instantiate.mockRestore();
  await useBackend(wasm());
  expect(getBackend()).toBe("wasm");
});

test("tfjs may start the backend anew: useBackend(wasm()) prepares it again", async () => {
  await useBackend(wasm());
  const first = backend();
  engine().reset();
  await useBackend(wasm());
  expect(backend()).not.toBe(first);
  expect(runtimeOf(backend() as BackendWasm)).toBeDefined();
  expect(Array.from(add([1, 2], [3, 4]).dataSync())).toEqual([4, 6]);
});

test("a backend of that name that was registered before is used as it is", async () => {
  await useBackend(wasm());
  removeBackend("wasm");
  const factory = () => Promise.reject(new Error("files not found"));
  registerBackend("wasm", factory);
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await expect(useBackend(wasm())).rejects.toThrow(
    'useBackend: "wasm" did not start: tfjs says why on the console. Use another backend',
  );
  expect(warn).toHaveBeenCalledWith(expect.stringContaining("files not found"));
  expect(findBackendFactory("wasm")).toBe(factory);
  removeBackend("wasm");
});

test("a tfjs backend that is another inside, or was not started by us, is named", () => {
  const changed = { wasm: { asm: {} } } as unknown as BackendWasm;
  expect(() => new TfjsHeap(changed)).toThrow('the heap of tfjs\' backend "wasm" must be found');
  expect(() => runtimeOf(changed)).toThrow("must be started by useBackend(wasm())");
});
