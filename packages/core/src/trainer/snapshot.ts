import { type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { Parameters } from "../module/module.ts";

/** Copies of parameters outside the device, by name. */
export type Snapshot = Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>;

/** Copies parameters off the device. */
export async function takeSnapshot(parameters: Parameters): Promise<Snapshot> {
  const entries = Object.entries(parameters).map(async ([name, value]) => {
    const data = Float32Array.from((await value.data()) as Float32Array);
    return [name, { shape: value.shape, data }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Writes copies back. Every parameter must have one of its shape. */
export function restoreSnapshot(parameters: Parameters, snapshot: Snapshot): void {
  tidy(() => {
    for (const [name, value] of Object.entries(parameters)) {
      const { shape, data } = snapshot[name] as Snapshot[string];
      // A copy: the device may keep the array it is given.
      value.assign(tensor(data.slice(), [...shape], "float32") as Tensor);
    }
  });
}
