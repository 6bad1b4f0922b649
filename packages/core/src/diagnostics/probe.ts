import type { Tensor } from "@tensorflow/tfjs-core";

/** Sees what enters and leaves every layer while {@link withProbe} runs. */
export type Probe = (layer: object, end: "input" | "output", tensor: Tensor) => void;

let active: Probe | undefined;

/** Called by layers with what enters and leaves them. Costs nothing while nobody looks. */
export function observe(layer: object, end: "input" | "output", tensor: Tensor): void {
  active?.(layer, end, tensor);
}

/** Whether somebody looks. */
export function isProbed(): boolean {
  return active !== undefined;
}

/** Runs `f` while `probe` looks on. */
export function withProbe<T>(probe: Probe, f: () => T): T {
  const outer = active;
  active = probe;
  try {
    return f();
  } finally {
    active = outer;
  }
}
