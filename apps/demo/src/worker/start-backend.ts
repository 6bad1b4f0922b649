import { wasm } from "@unroll/backend-wasm";
import { BackendError, useBackend } from "@unroll/core";

/** The backend in use. */
export interface StartedBackend {
  name: string;
  /** Why it is not the faster one. */
  reason?: string;
}

/** Starts the backend "wasm" or, where that cannot run, "cpu", which is loaded only then. */
export async function startBackend(): Promise<StartedBackend> {
  try {
    await useBackend(wasm());
    return { name: "wasm" };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const { cpu } = await import("@unroll/backend-cpu");
    await useBackend(cpu());
    return { name: "cpu", reason: error.message };
  }
}
