import { engine, ones, type Tensor, tensor1d, zeros } from "@tensorflow/tfjs-core";
import { useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import { cpu } from "../cpu.ts";

beforeAll(() => useBackend(cpu()));

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor[] =>
  engine().runKernel(name, inputs, { ...attrs }) as unknown as Tensor[];

const [inputSize, hiddenSize] = [3, 2];
const kinds = [
  ["UnrollElman", 1],
  ["UnrollLstm", 4],
  ["UnrollGru", 3],
] as const;

for (const [name, gates] of kinds) {
  const attrs = { reverse: false, reserve: true, resetAfter: true, nonlinearity: "tanh" };
  const weights = () => ({
    weightIh: ones([gates * hiddenSize, inputSize]),
    weightHh: ones([gates * hiddenSize, hiddenSize]),
    bias: ones([gates * hiddenSize]),
    biasIh: ones([gates * hiddenSize]),
    biasHh: ones([gates * hiddenSize]),
  });

  test.each([
    { batch: 0, time: 4 },
    { batch: 2, time: 0 },
    { batch: 2, time: 4 },
  ])(`${name} without a valid step: batch $batch, time $time`, ({ batch, time }) => {
    const h0 = ones([batch, hiddenSize]);
    const lengths = tensor1d(new Int32Array(batch), "int32");
    const x = ones([batch, time, inputSize]);
    const [y, hN] = run(name, { x, h0, c0: h0, lengths, ...weights() }, attrs) as [Tensor, Tensor];
    expect(y.shape).toEqual([batch, time, hiddenSize]);
    expect(y.dataSync()).toEqual(new Float32Array(batch * time * hiddenSize));
    expect(hN.dataSync()).toEqual(h0.dataSync());

    const dy = ones([batch, time, hiddenSize]);
    const cells = dy;
    const reserve = zeros([batch, time, gates * hiddenSize]);
    const { weightHh } = weights();
    const gradients = run(
      `${name}Grad`,
      {
        ...{ dy, y: dy, dhN: h0, dcN: h0, c0: h0, lengths, weightHh },
        ...{ gates: reserve, cells, hidden: cells, previous: cells },
      },
      attrs,
    );
    const [dGates, dh0] = [gradients[0]!, gradients[name === "UnrollGru" ? 2 : 1]!];
    expect(dGates.dataSync()).toEqual(new Float32Array(batch * time * gates * hiddenSize));
    expect(dh0.dataSync()).toEqual(h0.dataSync());
  });
}

test("a product over nothing is zeros, one of nothing is empty", () => {
  const multiply = (a: Tensor, b: Tensor) =>
    run("UnrollMatMul", { a, b }, { transposeA: false, transposeB: false })[0]!;
  expect(multiply(ones([5, 0]), ones([0, 2])).dataSync()).toEqual(new Float32Array(10));
  expect(multiply(ones([0, 3]), ones([3, 2])).shape).toEqual([0, 2]);
});
