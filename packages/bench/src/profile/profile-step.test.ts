import { getKernel, memory } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test, vi } from "vitest";
import { startBackend } from "../backends.ts";
import { chooseWorks } from "../cases/choose-works.ts";
import type { RecurrentWork, TranslationWork } from "../cases/work.ts";
import { startKernelClock } from "./kernel-clock.ts";
import { outsideOurKernels, profileStep } from "./profile-step.ts";

beforeAll(() => startBackend("cpu"));

test("kernels are wrapped, and left as they were", () => {
  const kernel = getKernel("UnrollLstm", "cpu");
  const before = kernel.kernelFunc;
  const clock = startKernelClock("cpu");
  expect(kernel.kernelFunc).not.toBe(before);
  clock.stop();
  expect(kernel.kernelFunc).toBe(before);
});

test("a kernel is not charged for one that it calls", () => {
  const [outer, inner] = [getKernel("Tanh", "cpu"), getKernel("Exp", "cpu")];
  const registered = [outer.kernelFunc, inner.kernelFunc] as const;
  let now = 0;
  const time = vi.spyOn(performance, "now").mockImplementation(() => now);
  const work = (ms: number) => {
    now += ms;
    return [];
  };
  inner.kernelFunc = () => work(20);
  outer.kernelFunc = (params) => {
    work(5);
    return inner.kernelFunc(params);
  };
  const clock = startKernelClock("cpu");
  outer.kernelFunc({} as never);
  expect(Object.fromEntries(clock.read())).toEqual({ Tanh: 5, Exp: 20 });
  expect(clock.read().size).toBe(0);
  clock.stop();
  [outer.kernelFunc, inner.kernelFunc] = registered;
  time.mockRestore();
});

test.each([
  ["lstm/4x10x16x32", "UnrollLstmGrad"],
  ["translation/4x5-7x6x16x200", "UnrollLinearCrossEntropy"],
])("most of a step of %s on cpu is spent in Unroll's kernels", async (name, kernel) => {
  const [work] = chooseWorks([name], ["training"]) as [RecurrentWork | TranslationWork];
  const tensors = memory().numTensors;
  const profile = await profileStep(work);
  expect(memory().numTensors).toBe(tensors);
  expect(profile.ms).toBeGreaterThan(0);
  const shares = Object.values(profile.kernels);
  expect(profile.kernels[kernel]).toBeGreaterThan(0);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(outsideOurKernels(profile)).toBeGreaterThan(0);
  expect(outsideOurKernels(profile)).toBeLessThan(1);
});
