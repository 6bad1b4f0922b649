import { memory } from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** Expects `f` to leave `kept` more tensors than there were before, and not one more. */
export async function expectTensors<T>(kept: number, f: () => Promise<T>): Promise<T> {
  const before = memory().numTensors;
  const result = await f();
  expect(memory().numTensors - before).toBe(kept);
  return result;
}
