import { env } from "@tensorflow/tfjs-core";
import { type Backend, useBackend } from "@unroll/core";
import { UsageError } from "./usage-error.ts";

/** Backends by name; each is loaded when it is asked for. */
const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  cpu: async () => (await import("@unroll/backend-cpu")).cpu(),
  wasm: async () => (await import("@unroll/backend-wasm")).wasm({ threads: 1 }),
};

export const backendNames = Object.keys(backends);

/** Makes a backend the one in use, with one thread. */
export async function startBackend(name: string): Promise<void> {
  const load = backends[name];
  if (load === undefined) {
    throw new UsageError(
      `--backends: a name must be one of ${backendNames.join(", ")}, got "${name}".`,
    );
  }
  // Silences the greeting of tfjs' cpu backend.
  env().set("PROD", true);
  await useBackend(await load());
}
