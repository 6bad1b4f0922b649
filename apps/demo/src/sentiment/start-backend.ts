import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { wasm } from "@unroll/backend-wasm";
import { BackendError, useBackend } from "@unroll/core";

const wasmPaths = {
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  "tfjs-backend-wasm-threaded-simd.wasm": threaded,
};

/** The backend in use. */
export interface StartedBackend {
  name: string;
  /** Why it is not the faster one. */
  reason?: string;
}

/** Starts the backend "wasm" or, where that cannot run, "cpu", which is loaded only then. */
export async function startBackend(): Promise<StartedBackend> {
  try {
    await useBackend(wasm({ wasmPaths }));
    return { name: "wasm" };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const { cpu } = await import("@unroll/backend-cpu");
    await useBackend(cpu());
    return { name: "cpu", reason: error.message };
  }
}
