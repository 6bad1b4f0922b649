import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend as backendInUse, env, findBackendFactory } from "@tensorflow/tfjs-core";
import { type Backend, BackendError } from "@unroll/core";
import { kernels } from "./kernels/index.ts";
import { hasSimd, loadScript, requireCompiling } from "./module/builds.ts";
import { attachRuntime, runtimeOf } from "./runtime.ts";
import { WasmStream } from "./stream/wasm-stream.ts";
import { canStartThreads } from "./threads.ts";

/** Settings of {@link wasm}. */
export interface WasmOptions {
  /**
   * How many threads tfjs' own ops use where a page is cross-origin isolated. Default: one for each core.
   * Unroll's kernels use one.
   */
  readonly threads?: number | undefined;
}

/**
 * The backend "wasm": WebAssembly with SIMD, on the heap of tfjs' wasm backend, which it brings along: there are no
 * files to place. Where a program has imported @tensorflow/tfjs-backend-wasm itself, that one is used, with the
 * settings it was given.
 */
export function wasm({ threads }: WasmOptions = {}): Backend {
  return {
    name: "wasm",
    kernels,
    async start() {
      const missing = missingHere();
      if (missing !== undefined) {
        throw new BackendError(
          `useBackend: "wasm" needs ${missing}, which is not here. Use cpu() of @unroll/backend-cpu.`,
        );
      }
      await requireCompiling();
      const mayThread = await canStartThreads();
      if (findBackendFactory("wasm") === null) {
        const { startTfjs } = await loadScript(() => import("./tfjs/start-tfjs.ts"));
        await startTfjs(mayThread, threads);
      } else if (!mayThread) {
        env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
      }
    },
    attach: (backend) => attachRuntime(backend as BackendWasm),
    openStream: (cells, batchSize, state) =>
      WasmStream.open(runtimeOf(backendInUse() as BackendWasm), cells, batchSize, state),
  };
}

function missingHere(): string | undefined {
  if (!hasSimd()) return "WebAssembly with SIMD";
  return typeof DecompressionStream === "function" ? undefined : "DecompressionStream";
}
