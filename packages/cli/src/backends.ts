import { setFlagsFromString } from "node:v8";
import type { Backend } from "@unroll/core";
import { UsageError } from "./usage-error.ts";

/** Backends by name. Each is loaded when it is asked for. */
const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  wasm: async () => {
    enableRelaxedSimd();
    return (await import("@unroll/backend-wasm")).wasm();
  },
  cpu: async () => (await import("@unroll/backend-cpu")).cpu(),
};

export const backendNames = Object.keys(backends);

/** What computes when nobody says: the fastest that runs in every Node. */
export const defaultBackend = "wasm";

/**
 * Loads a backend and makes it the one in use.
 * @throws {UsageError} when there is none of that name
 */
export async function startBackend(name: string): Promise<void> {
  const load = Object.hasOwn(backends, name) ? backends[name] : undefined;
  if (load === undefined) {
    throw new UsageError(
      `--backend: the name must be one of ${backendNames.join(", ")}, got "${name}". Leave it out to use ${defaultBackend}.`,
    );
  }
  const [{ env }, { useBackend }] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@unroll/core"),
  ]);
  // Without it tfjs greets on standard error and recommends another of its packages.
  env().set("PROD", true);
  await useBackend(await load());
}

/**
 * Lets WebAssembly multiply and add in one instruction, which makes products a fifth faster. Node has it from 22 on;
 * Node 20 knows it and wants to be told.
 */
function enableRelaxedSimd(): void {
  if (process.versions.node.startsWith("20.")) {
    setFlagsFromString("--experimental-wasm-relaxed-simd");
  }
}
