import {
  add,
  mean,
  memory,
  mul,
  type Scalar,
  scalar,
  square,
  sub,
  type Tensor,
  tensor1d,
  tidy,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import type { GruState } from "../cells/gru-cell.ts";
import { Context } from "../module/context.ts";
import { Model } from "../module/model.ts";
import { parameter } from "../module/module.ts";
import { adam } from "../optimizers/adam.ts";
import { sgd } from "../optimizers/sgd.ts";
import { Rng } from "../random/rng.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { setUpStream } from "../testing/tiny-stream.ts";
import type { OrderedDataset } from "./dataset.ts";
import { Trainer } from "./trainer.ts";

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

/** s' = w s + x, and s' shall be 1: one weight, one number of state. */
class Leak extends Model<{ cell: { parameters: { weight: Variable } } }> {
  constructor() {
    const half = () => Float32Array.of(0.5);
    super({ cell: { parameters: { weight: parameter([], half, Rng.fromSeed(1)) } } });
  }

  get weight(): Variable {
    return this.layers.cell.parameters.weight;
  }

  next(x: Tensor, before: Tensor): Tensor {
    return add(mul(this.weight, before), x);
  }
}

const inputs = [1, 2, 3, 4];
const numbers = (continues?: (index: number) => boolean): OrderedDataset<{ x: Tensor }> => ({
  batches: inputs.length,
  batchSize: 1,
  batch: (index) => ({ x: scalar(inputs[index] as number) }),
  ...(continues && { continues }),
});

describe("ordered data", () => {
  test.each([
    ["anew at each epoch", undefined, [0, 4]],
    ["where the data say", (index: number) => index === 1, [0, 2, 3, 4, 6, 7]],
    ["never, but at the first", () => true, [0]],
  ])(
    "the state goes from batch to batch, cut from the graph, and starts %s",
    async (_, continues, starts) => {
      const [model, expected] = [new Leak(), new Leak()];
      const trainer = new Trainer<{ x: Tensor }, { s: Tensor }>({
        model,
        loss: ({ x }, _context, before) => {
          const s = model.next(x, before?.s ?? scalar(0));
          return { loss: mean(square(sub(s, 1))), state: { s } };
        },
        optimizer: sgd({ learningRate: 0.01 }),
        seed: 1,
      });
      const losses: number[] = [];
      trainer.on("step", ({ loss }) => losses.push(loss));
      await trainer.fit({ data: numbers(continues), epochs: 2 });

      let s = 0;
      for (let step = 0; step < 8; step++) {
        if (starts.includes(step)) s = 0;
        // The gradient of a step alone: what came before is a number.
        const [loss, gradient, after] = tidy(() => {
          const before = scalar(s);
          const x = scalar(inputs[step % 4] as number);
          const error = () => square(sub(expected.next(x, before), 1)) as Scalar;
          const { value, grads } = variableGrads(error, [expected.weight]);
          const grad = grads[expected.weight.name] as Tensor;
          return [value, grad, expected.next(x, before)].map(
            (each) => each.dataSync()[0] as number,
          );
        }) as unknown as [number, number, number];
        expect(losses[step]).toBeCloseTo(loss, 4);
        s = after;
        const weight = (expected.weight.dataSync()[0] as number) - 0.01 * gradient;
        const next = scalar(weight);
        expected.weight.assign(next);
        next.dispose();
      }
      expect(model.weight.dataSync()[0]).toBeCloseTo(expected.weight.dataSync()[0] as number, 5);
      trainer.dispose();
    },
  );

  test("a state may be any structure, and the very tensors of before, of the batch or the model", async () => {
    const model = new Leak();
    const before = memory().numTensors;
    type State = { deep: [Tensor, { count: number; x: Tensor }]; x: Tensor; w: Tensor };
    const seen: string[] = [];
    const trainer = new Trainer<{ x: Tensor }, State>({
      model,
      loss: ({ x }, _context, state) => {
        const first = state?.deep[0] ?? tensor1d([7, 8], "int32");
        const count = 1 + (state?.deep[1].count ?? 0);
        const inner = state?.deep[1].x ?? scalar(-5); // of the same name as one further out
        const numbers = [first, inner].map((each) => each.dataSync());
        seen.push(`${first.dtype} ${numbers} ${count} ${state?.x.dataSync()}`);
        return {
          loss: square(model.next(x, x)),
          state: { deep: [first, { count, x: inner }], x, w: model.weight },
        };
      },
      optimizer: sgd({ learningRate: 0.001 }),
      seed: 1,
    });
    const storage = memoryStorage();
    const controller = new AbortController();
    trainer.on("step", ({ step }) => step === 2 && controller.abort());
    const checkpoint = { storage };
    await trainer.fit({ data: numbers(), epochs: 1, checkpoint, signal: controller.signal });
    await trainer.fit({ data: numbers(), epochs: 1, checkpoint, resume: true });
    expect(seen).toEqual(
      ["7,8,-5 1 undefined", "7,8,-5 2 1", "7,8,-5 3 2", "7,8,-5 4 3"].map((s) => `int32 ${s}`),
    );
    trainer.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("the loss of an epoch is the mean of its batches", async () => {
    const model = new Leak();
    const trainer = new Trainer<{ x: Tensor }>({
      model,
      loss: ({ x }) => square(model.next(x, x)),
      optimizer: sgd({ learningRate: 0.001 }),
      seed: 1,
    });
    const losses: number[] = [];
    let epochLoss = 0;
    trainer.on("step", ({ loss }) => losses.push(loss));
    trainer.on("epoch", ({ loss }) => {
      epochLoss = loss;
    });
    await trainer.fit({ data: { ...numbers(), batchSize: 3 }, epochs: 1 });
    expect(epochLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 4, 5);
    expect(epochLoss).toBeGreaterThan(1);
    trainer.dispose();
  });

  test("stopped at any step and resumed, it ends with the same bits", async () => {
    const whole = setUpStream();
    const expected = await whole.fit();
    expect(expected.steps).toBe(15);
    for (const stop of [1, 4, 5, 7, 13]) {
      const storage = memoryStorage();
      const controller = new AbortController();
      const first = setUpStream();
      first.trainer.on("step", ({ step }) => step === stop && controller.abort());
      await first.fit({ checkpoint: { storage }, signal: controller.signal });
      const second = setUpStream();
      expect(await second.fit({ checkpoint: { storage }, resume: true })).toEqual(expected);
      expect(second.bits()).toEqual(whole.bits());
      first.dispose();
      second.dispose();
    }
    whole.dispose();
  });

  test("it learns, and the mean loss carries the state too", async () => {
    const { trainer, loss, dev, fit, dispose } = setUpStream({
      averaging: undefined,
      schedule: undefined,
      optimizer: adam({ learningRate: 0.05 }),
    });
    const before = memory().numTensors;
    const mean = await trainer.meanLoss({ data: dev });
    expect(memory().numTensors).toBe(before);
    let sum = 0;
    tidy(() => {
      let state: GruState[] | undefined;
      for (let index = 0; index < dev.batches; index++) {
        const result = loss(dev.batch(index), Context.inference, state);
        if (!("state" in result)) throw new Error("a state was expected");
        state = result.state;
        sum += result.loss.dataSync()[0] as number;
      }
    });
    expect(mean).toBeCloseTo(sum / dev.batches, 6);
    await fit({ epochs: 15, earlyStopping: undefined });
    expect(await trainer.meanLoss({ data: dev })).toBeLessThan(0.8 * mean);
    await expect(trainer.meanLoss({ data: dev, signal: AbortSignal.abort() })).rejects.toThrow(
      "abort",
    );
    dispose();
  });

  test("what does not go together is refused, with nothing left behind", async () => {
    const model = new Leak();
    const before = memory().numTensors;
    const trainer = new Trainer<{ x: Tensor }, Tensor>({
      model,
      loss: ({ x }) => ({ loss: square(model.next(x, x)), state: x }),
      optimizer: sgd({ learningRate: 0.001 }),
      seed: 1,
    });
    const shuffled = { size: 4, batch: () => ({ x: scalar(1) }) };
    await expect(trainer.fit({ data: shuffled, epochs: 1, batchSize: 1 })).rejects.toThrow(
      "Trainer.fit: data must be ordered when the loss returns a state, got examples in random order.",
    );
    await expect(trainer.fit({ data: shuffled, epochs: 1 })).rejects.toThrow(
      "Trainer.fit: batchSize must be a positive integer, got undefined",
    );
    await expect(trainer.fit({ data: numbers(), epochs: 1, batchSize: 2 })).rejects.toThrow(
      "Trainer.fit: batchSize must be left out with ordered data, which has rows of its own, got 2.",
    );
    trainer.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
