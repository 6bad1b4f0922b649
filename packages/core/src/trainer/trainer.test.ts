import {
  memory,
  type Tensor,
  type Tensor3D,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { Dense } from "../layers/dense.ts";
import { Dropout } from "../layers/dropout.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { Context } from "../module/context.ts";
import { Model } from "../module/model.ts";
import { adam } from "../optimizers/adam.ts";
import { linearDecay } from "../optimizers/schedule.ts";
import { Rng } from "../random/rng.ts";
import { elman } from "../sequence/factories.ts";
import type { Sequence } from "../sequence/sequence.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { CHECKPOINT_FILE } from "./checkpoint.ts";
import type { Dataset } from "./dataset.ts";
import { Trainer } from "./trainer.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";
import type { StepEvent } from "./training-events.ts";

interface Batch {
  x: Tensor3D;
  targets: Tensor;
  lengths: Int32Array;
}

const TIME = 5;

/** Which of two features is larger on the first step; rows of different length. */
class Rows implements Dataset<Batch> {
  readonly size = 50;
  readonly #x = Rng.fromSeed(4).normal(this.size * TIME * 2);
  poison = false;

  length(index: number): number {
    return 1 + (index % TIME);
  }

  batch(indices: Uint32Array): Batch {
    const rows = Array.from(indices, (i) => this.#x.slice(i * TIME * 2, (i + 1) * TIME * 2));
    const factor = this.poison ? Number.NaN : 1;
    const x = rows.flatMap((row) => Array.from(row, (value) => factor * value));
    const targets = rows.map((row) => Number((row[0] as number) > (row[1] as number)));
    return {
      x: tensor3d(x, [indices.length, TIME, 2]),
      targets: tensor1d(targets, "int32"),
      lengths: Int32Array.from(indices, (i) => this.length(i)),
    };
  }
}

class Classifier extends Model<object, { rnn: Sequence<never>; dropout: Dropout; head: Dense }> {
  constructor() {
    const rng = Rng.fromSeed(1);
    super(
      {},
      {
        rnn: elman({
          inputSize: 2,
          hiddenSize: 8,
          rng: rng.fold("rnn"),
        }) as unknown as Sequence<never>,
        dropout: new Dropout({ rate: 0.2 }),
        head: new Dense({ inputSize: 8, outputSize: 2, rng: rng.fold("head") }),
      },
    );
  }

  loss = ({ x, targets, lengths }: Batch, context = Context.inference): Tensor => {
    const last = this.layers.rnn.last(x, { lengths, context });
    const kept = this.layers.dropout.forward(last, context);
    return crossEntropy(this.layers.head.forward(kept), targets);
  };

  /** Every parameter, bit for bit. */
  bits(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.parameters).map(([name, value]) => [name, `${value.dataSync()}`]),
    );
  }
}

function setUp(options: Partial<TrainerOptions<Batch>> = {}) {
  const model = new Classifier();
  const data = new Rows();
  const trainer = new Trainer<Batch>({
    model,
    loss: model.loss,
    optimizer: adam({ learningRate: 0.02 }),
    clip: { globalNorm: 1 },
    schedule: linearDecay(),
    averaging: { decay: 0.9 },
    seed: 3,
    ...options,
  });
  const everyRow = Uint32Array.from({ length: data.size }, (_, i) => i);
  const evaluate = () => ({
    loss: tidy(() => model.loss(data.batch(everyRow)).dataSync())[0] as number,
  });
  const fit = (more: Partial<FitOptions<Batch>> = {}) =>
    trainer.fit({
      data,
      epochs: 4,
      batchSize: 8,
      evaluate,
      evaluateEvery: 5,
      earlyStopping: { metric: "loss", mode: "min" },
      ...more,
    });
  return { model, data, trainer, fit };
}

beforeAll(() => useBackend(plainBackend));

describe("Trainer", () => {
  test("learns, reports every step, epoch and evaluation, and keeps the best parameters", async () => {
    const { model, trainer, fit } = setUp();
    const steps: StepEvent[] = [];
    const epochs: number[] = [];
    trainer.on("step", (event) => steps.push(event));
    trainer.on("epoch", ({ loss }) => epochs.push(loss));
    const result = await fit({ epochs: 12 });
    expect(result.reason).toBe("completed");
    expect(result.steps).toBe(12 * 7);
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 84 }, (_, i) => i + 1));
    expect(steps.at(-1)).toMatchObject({ epoch: 12, totalSteps: 84 });
    expect(epochs.at(-1)).toBeLessThan(0.6 * (epochs[0] as number));
    expect(result.history.map(({ step }) => step)).toEqual(
      [...Array(16).keys()].map((i) => 5 * i + 5).concat(84),
    );
    const lowest = Math.min(...result.history.map(({ metrics }) => metrics.loss as number));
    expect(result.best?.value).toBe(lowest);
    model.dispose();
  });

  test("stopped at any step and resumed, it ends with the same bits", async () => {
    const whole = setUp();
    const expected = await whole.fit();
    for (const stop of [1, 4, 5, 7, 13, 27]) {
      const storage = memoryStorage();
      const controller = new AbortController();
      const first = setUp();
      first.trainer.on("step", ({ step }) => step === stop && controller.abort());
      const aborted = await first.fit({ checkpoint: { storage }, signal: controller.signal });
      expect(aborted).toMatchObject({ reason: "aborted", steps: stop });

      const second = setUp();
      const resumed = await second.fit({ checkpoint: { storage, every: 3 }, resume: true });
      expect(resumed).toEqual(expected);
      expect(second.model.bits()).toEqual(whole.model.bits());
      first.model.dispose();
      second.model.dispose();
    }
    whole.model.dispose();
  });

  test("a finished training is left as it is by another resume", async () => {
    const storage = memoryStorage();
    const first = setUp();
    const result = await first.fit({ checkpoint: { storage } });
    const second = setUp();
    expect(await second.fit({ checkpoint: { storage }, resume: true })).toEqual(result);
    expect(second.model.bits()).toEqual(first.model.bits());
    first.model.dispose();
    second.model.dispose();
  });

  test("without a schedule, a finished training may be prolonged", async () => {
    const whole = setUp({ schedule: undefined });
    const expected = await whole.fit({ epochs: 6, evaluateEvery: 7 });
    const storage = memoryStorage();
    const first = setUp({ schedule: undefined });
    await first.fit({ evaluateEvery: 7, checkpoint: { storage } });
    const second = setUp({ schedule: undefined });
    const options = { epochs: 6, evaluateEvery: 7, checkpoint: { storage }, resume: true };
    expect(await second.fit(options)).toEqual(expected);
    expect(second.model.bits()).toEqual(whole.model.bits());
    for (const { model } of [whole, first, second]) {
      model.dispose();
    }
  });

  test("a checkpoint of other settings is refused and nothing is changed", async () => {
    const storage = memoryStorage();
    const first = setUp();
    await first.fit({ checkpoint: { storage } });
    const other = setUp();
    const before = other.model.bits();
    await expect(
      other.fit({ checkpoint: { storage }, resume: true, batchSize: 10 }),
    ).rejects.toThrow("batchSize must be 10 as in this training, got 8");
    await expect(other.fit({ checkpoint: { storage }, resume: true, epochs: 5 })).rejects.toThrow(
      "epochs must be 5 as in this training, got 4",
    );
    const bytes = (await storage.read(CHECKPOINT_FILE)) as Uint8Array;
    await storage.write(CHECKPOINT_FILE, bytes.subarray(0, bytes.length - 3));
    await expect(other.fit({ checkpoint: { storage }, resume: true })).rejects.toThrow(
      /checkpoint\.safetensors: .* got /,
    );
    expect(other.model.bits()).toEqual(before);
    first.model.dispose();
    other.model.dispose();
  });

  test("early stopping ends it when the metric no longer improves", async () => {
    const { model, fit } = setUp();
    let calls = 0;
    const result = await fit({
      evaluate: () => ({ score: calls++ === 1 ? 1 : 0 }),
      earlyStopping: { metric: "score", patience: 3 },
    });
    expect(result).toMatchObject({
      reason: "stoppedEarly",
      steps: 25,
      best: { step: 10, value: 1 },
    });
    model.dispose();
  });

  test("numbers that are not finite stop it; layer and step are named, parameters stay", async () => {
    const { model, data, trainer, fit } = setUp();
    let bits = model.bits();
    trainer.on("step", ({ step }) => {
      data.poison = step === 2;
      bits = model.bits();
    });
    await expect(fit()).rejects.toThrow(
      /^Trainer: the loss at step 3 must be finite, got NaN .* came in the input of layer "rnn"\. Lower/,
    );
    expect(model.bits()).toEqual(bits);
    model.layers.head.weight.assign(tensor2d(new Float32Array(16).fill(Number.NaN), [2, 8]));
    data.poison = false;
    await expect(fit()).rejects.toThrow('came in parameter "head.weight"');
    model.dispose();
  });

  test.each([
    [{ epochs: 0 }, "Trainer.fit: epochs must be a positive integer, got 0"],
    [{ batchSize: -1 }, "Trainer.fit: batchSize must be a positive integer, got -1"],
    [{ evaluate: undefined }, "evaluate must be given together with earlyStopping"],
    [{ earlyStopping: { metric: "accuracy" } }, 'metric must be one of loss, got "accuracy"'],
  ])("%j is refused", async (options, message) => {
    const { model, fit } = setUp();
    await expect(fit(options)).rejects.toThrow(message);
    model.dispose();
  });

  test("nothing leaks, also when it is aborted or fails", async () => {
    const { model, data, trainer, fit } = setUp();
    const before = memory().numTensors;
    const controller = new AbortController();
    trainer.on("step", ({ step }) => step === 9 && controller.abort());
    await fit({ checkpoint: { storage: memoryStorage() }, signal: controller.signal });
    expect(memory().numTensors).toBe(before);
    data.poison = true;
    await expect(fit()).rejects.toThrow("must be finite");
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });
});
