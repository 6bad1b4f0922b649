import { reshape, slice, stack, type Tensor2D, tensor3d } from "@tensorflow/tfjs-core";
import { elman, gru, lstm, Rng, type Sequence, useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import { cpu } from "../cpu.ts";

beforeAll(() => useBackend(cpu()));

const [batch, time, inputSize, hiddenSize] = [5, 6, 7, 9];
const options = { inputSize, hiddenSize, rng: Rng.fromSeed(1), kernels: "required" } as const;

test.each([
  ["elman", () => elman(options)],
  ["lstm", () => lstm(options)],
  ["gru, reset after", () => gru(options)],
  ["gru, reset before", () => gru({ ...options, resetAfter: false })],
] as const)("%s: a batch at once and each row step by step give the same bits", (_, make) => {
  const network: Sequence<{ h: Tensor2D }> = make() as never;
  const x = tensor3d(Rng.fromSeed(2).normal(batch * time * inputSize), [batch, time, inputSize]);
  const whole = network.run(x).y.dataSync();
  for (let row = 0; row < batch; row++) {
    const session = network.session();
    const steps = Array.from({ length: time }, (_, t) => {
      return session.step(reshape(slice(x, [row, t, 0], [1, 1, inputSize]), [1, inputSize]));
    });
    const rowAt = row * time * hiddenSize;
    expect(stack(steps).dataSync()).toEqual(whole.subarray(rowAt, rowAt + time * hiddenSize));
  }
});
