import { profile, randomNormal, tidy } from "@tensorflow/tfjs-core";
import { lstm, Rng, useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import { cpu } from "./cpu.ts";

beforeAll(() => useBackend(cpu()));

test("tfjs' profiler sees our kernels", async () => {
  const network = lstm({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(1) });
  const { kernelNames } = await profile(() =>
    tidy(() => network.run(randomNormal([2, 5, 3]), { lengths: [5, 2] }).y),
  );
  expect(kernelNames).toContain("UnrollLstm");
  network.dispose();
});
