import { memory } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import type { Backend } from "../backend/backend.ts";

/** tfjs' own cpu backend without any kernel of ours: everything is composed of tfjs ops. */
export const plainBackend: Backend = {
  name: "cpu",
  kernels: [],
  start: async () => {
    await import("@tensorflow/tfjs-backend-cpu");
  },
};

/** Expects `f` to leave `kept` more tensors than there were before, and not one more. */
export async function expectTensors(kept: number, f: () => unknown): Promise<void> {
  const before = memory().numTensors;
  await f();
  expect(memory().numTensors - before).toBe(kept);
}
