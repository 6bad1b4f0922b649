import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend as backendInUse, env } from "@tensorflow/tfjs-core";
import { type Backend, BackendError } from "@unroll/core";
import { kernels } from "./kernels/index.ts";
import { hasSimd, requireCompiling } from "./module/builds.ts";
import { attachRuntime, runtimeOf } from "./runtime.ts";
import { WasmStream } from "./stream/wasm-stream.ts";
import { canStartThreads } from "./threads.ts";

/** Settings of {@link wasm}. */
export interface WasmOptions {
  /**
   * Where tfjs' own .wasm files lie: the address of their folder, with the slash at its end, or the
   * address of each by its name. A page needs it unless they lie beside the page; Node finds them
   * itself.
   */
  wasmPaths?: string | Record<TfjsWasmFile, string> | undefined;
}

/** The files of @tensorflow/tfjs-backend-wasm/dist that tfjs loads one of. */
export type TfjsWasmFile =
  | "tfjs-backend-wasm.wasm"
  | "tfjs-backend-wasm-simd.wasm"
  | "tfjs-backend-wasm-threaded-simd.wasm";

/** The backend "wasm": WebAssembly with SIMD, on the heap of tfjs' wasm backend. */
export function wasm({ wasmPaths }: WasmOptions = {}): Backend {
  return {
    name: "wasm",
    kernels,
    async start() {
      if (!hasSimd()) {
        throw new BackendError(
          'useBackend: "wasm" needs WebAssembly with SIMD, which is not here. Use cpu() of @unroll/backend-cpu.',
        );
      }
      await requireCompiling();
      const threads = await canStartThreads();
      // Importing it registers the tfjs backend of the same name.
      const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
      if (wasmPaths !== undefined) setWasmPaths(wasmPaths);
      if (!threads) env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    },
    attach: (backend) => attachRuntime(backend as BackendWasm),
    openStream: (cells, batchSize, state) =>
      WasmStream.open(runtimeOf(backendInUse() as BackendWasm), cells, batchSize, state),
  };
}
