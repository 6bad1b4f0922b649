import {
  add,
  dispose,
  type Scalar,
  square,
  sum,
  type Tensor,
  tensor2d,
  tensor3d,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import { bindKernels, type CellKernels } from "../kernels/cell-kernels.ts";
import { Model } from "../module/model.ts";
import { sgd } from "../optimizers/sgd.ts";
import { Rng } from "../random/rng.ts";
import { type Calls, LeakyCell, leakyBackend } from "../testing/leaky-cell.ts";
import { expectTensors } from "../testing/plain-backend.ts";
import { Trainer } from "../trainer/trainer.ts";
import type { KernelUse } from "./run-cell.ts";
import { Sequence } from "./sequence.ts";

const calls: Calls = { TestLeaky: 0, TestLeakyGrad: 0, stream: 0 };
const input = () => tensor3d(Rng.fromSeed(9).normal(2 * 4 * 3), [2, 4, 3]);
const make = (kernels: KernelUse, layout = {}) =>
  new Sequence({ cell: () => new LeakyCell(), inputSize: 3, kernels, ...layout });
const values = (x: Tensor) => [...x.dataSync()];

beforeEach(async () => {
  await useBackend(leakyBackend(calls, false));
  await loadGradients();
  Object.assign(calls, { TestLeaky: 0, TestLeakyGrad: 0, stream: 0 });
});

test.each([{}, { lengths: [3, 0] }])("run and last, %j", async (options) => {
  const [fused, unrolled] = [make("required"), make("off")];
  const x = input();
  await expectTensors(0, () => {
    const [one, other] = [fused.run(x, options), unrolled.run(x, options)];
    expect(values(one.y)).toEqual(values(other.y));
    expect(values(one.state[0]?.total as Tensor)).toEqual(values(other.state[0]?.total as Tensor));
    const last = fused.last(x, { ...options, state: one.state });
    const expected = unrolled.last(x, { ...options, state: other.state });
    expect(values(last)).toEqual(values(expected));
    dispose([one as object as Tensor, other as object as Tensor, last, expected]);
  });
  expect(calls).toEqual({ TestLeaky: 2, TestLeakyGrad: 0, stream: 0 });
  dispose(x);
  fused.dispose();
  unrolled.dispose();
});

test.each([{}, { reverse: true }, { numLayers: 2 }])("gradients, %j", async (layout) => {
  const x = input();
  const gradients = (kernels: KernelUse) =>
    tidy(() => {
      const sequence = make(kernels, layout);
      const loss = () => {
        const { y, state } = sequence.run(x, { lengths: [3, 2] });
        return add(sum(square(y)), sum(state.at(-1)?.total as Tensor)) as Scalar;
      };
      const { grads } = variableGrads(loss, Object.values(sequence.parameters));
      const all = Object.values(grads).map(values);
      sequence.dispose();
      return all;
    });
  const [fused, unrolled] = [gradients("required"), gradients("off")];
  expect(fused.flat()).toHaveLength(unrolled.flat().length);
  fused.flat().forEach((value, n) => {
    expect(value).toBeCloseTo(unrolled.flat()[n] as number, 4);
    expect(value).not.toBe(0);
  });
  expect(calls.TestLeakyGrad).toBe(fused.length);
  x.dispose();
});

test("step and session, in kernels alone", () => {
  const sequence = make("auto", { numLayers: 2 });
  const x = tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  tidy(() => {
    const first = sequence.step(x);
    const second = sequence.step(x, first.state);
    const session = sequence.session();
    dispose(session.step(x));
    const streamed = session.step(x);
    expect(values(streamed)).toEqual(values(second.y));
    const [, top] = session.state() ?? [];
    expect(values(top?.total as Tensor)).toEqual(values(second.state[1]?.total as Tensor));
    session.dispose();
    const off = make("off", { numLayers: 2 });
    const { state } = off.step(x);
    expect(values(off.step(x, state).y)).toEqual(values(second.y));
    off.dispose();
  });
  expect(calls.TestLeaky).toBe(8);
  x.dispose();
  sequence.dispose();
});

test("a stream of the backend's own knows the cell by its kernel", async () => {
  await useBackend(leakyBackend(calls, true));
  const sequence = make("auto");
  const session = sequence.session();
  const x = Float32Array.of(1, 2, 3);
  session.stepArray(x);
  const y = session.stepArray(x);
  expect(calls).toEqual({ TestLeaky: 0, TestLeakyGrad: 0, stream: 2 });
  tidy(() => {
    const one = sequence.step(tensor2d(x, [1, 3]));
    expect([...y]).toEqual(values(sequence.step(tensor2d(x, [1, 3]), one.state).y));
  });
  session.dispose();
  sequence.dispose();
});

test("training", async () => {
  const train = async (kernels: KernelUse) => {
    const sequence = make(kernels);
    const x = input();
    const trainer = new Trainer<{ x: typeof x }>({
      model: new Model({ rnn: sequence }),
      loss: (batch) => sum(square(sequence.last(batch.x))) as Scalar,
      optimizer: sgd({ learningRate: 0.01 }),
      seed: 1,
    });
    await trainer.fit({
      data: { size: 1, batch: () => ({ x: x.clone() }) },
      epochs: 3,
      batchSize: 1,
    });
    trainer.dispose();
    const trained = values(sequence.parameters.decay_l0 as Tensor);
    x.dispose();
    sequence.dispose();
    return trained;
  };
  const [fused, unrolled] = [await train("required"), await train("off")];
  expect(calls.TestLeakyGrad).toBe(3);
  expect(fused).not.toEqual([0.9, 0.5, 0.25].map(Math.fround));
  fused.forEach((value, n) => {
    expect(value).toBeCloseTo(unrolled[n] as number, 5);
  });
});

test("the binding is checked against the contract", () => {
  expectTypeOf(new LeakyCell().kernels).toEqualTypeOf<CellKernels<"h" | "total">>();
  const { decay } = new LeakyCell();
  const leaky = {
    forward: "TestLeaky",
    backward: [],
    state: { h: 1, total: 2 },
    attrs: {},
  } as const;
  const gradient = () => ({
    x: () => decay,
    decay: () => decay,
    h0: () => decay,
    total0: () => decay,
  });
  bindKernels<"TestLeaky">({ ...leaky, weights: { decay }, gradient });
  // @ts-expect-error: a weight is missing
  bindKernels<"TestLeaky">({ ...leaky, weights: {}, gradient });
  // @ts-expect-error: the kernel has no such state
  bindKernels<"TestLeaky">({ ...leaky, weights: { decay }, gradient, state: { h: 1, c: 2 } });
  // @ts-expect-error: a part of the state is missing
  bindKernels<"TestLeaky">({ ...leaky, weights: { decay }, gradient, state: { h: 1 } });
  // @ts-expect-error: no kernel of a sequence
  bindKernels<"UnrollMatMul">({ ...leaky, weights: { decay }, gradient });
});
