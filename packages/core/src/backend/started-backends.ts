import { getBackend } from "@tensorflow/tfjs-core";
import type { Backend } from "./backend.ts";

const started = new Map<string, Backend>();

/** Notes what `useBackend` has started under the name of its tfjs backend. */
export function noteStarted(backend: Backend): void {
  started.set(backend.name, backend);
}

/** Our backend behind the tfjs backend in use, if it was started by `useBackend`. */
export function startedBackend(): Backend | undefined {
  return started.get(getBackend());
}
