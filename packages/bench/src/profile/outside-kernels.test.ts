import { getKernel } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { startBackend } from "../backends.ts";
import { parseCase } from "../cases/parse-case.ts";
import type { RecurrentWork } from "../cases/work.ts";
import { startKernelClock } from "./kernel-clock.ts";
import { outsideKernels } from "./outside-kernels.ts";

test("most of a step on cpu is spent in Unroll's kernels, and they are left as they were", async () => {
  await startBackend("cpu");
  const kernel = getKernel("UnrollLstm", "cpu");
  const before = kernel.kernelFunc;
  const clock = startKernelClock("cpu", "UnrollLstm");
  expect(kernel.kernelFunc).not.toBe(before);
  clock.stop();
  expect(kernel.kernelFunc).toBe(before);

  const share = await outsideKernels(parseCase("lstm/4x10x16x32")?.at(-1) as RecurrentWork);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  expect(kernel.kernelFunc).toBe(before);
});
