import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { Backend } from "@unroll/core";
import { compilePacked } from "../module/builds.ts";
import type { KernelModule } from "../module/exports.ts";
import { attachRuntime, imports, Runtime } from "../runtime.ts";
import { wasm } from "../wasm.ts";
import { CheckedHeap } from "./checked-heap.ts";

/** The backend with the build that asks before each access to memory. */
export function checkedWasm(onHeap: (heap: CheckedHeap) => void = () => {}): Backend {
  const make = async (backend: BackendWasm) => {
    const heap = new CheckedHeap(backend);
    onHeap(heap);
    const module = await compilePacked(() => import("../../assembly/index.ts?wasm=checked"));
    const { exports } = await WebAssembly.instantiate(module, {
      ...imports(heap),
      debug: {
        check: (address: number, bytes: number, write: number) =>
          heap.check(address, bytes, write !== 0),
      },
    });
    return new Runtime(heap, exports as unknown as KernelModule);
  };
  return { ...wasm(), attach: (backend) => attachRuntime(backend as BackendWasm, make) };
}
