import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { CheckpointError } from "../errors.ts";
import { freeze } from "../module/module.ts";
import { adam } from "../optimizers/adam.ts";
import {
  combineSchedules,
  cosineDecay,
  linearDecay,
  linearWarmup,
} from "../optimizers/schedule.ts";
import { sgd } from "../optimizers/sgd.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { parseSafetensors } from "../storage/safetensors.ts";
import { writeSafetensors } from "../storage/safetensors-writer.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { setUpStream } from "../testing/tiny-stream.ts";
import { Rows, setUp } from "../testing/tiny-training.ts";
import { CHECKPOINT_FILE } from "./checkpoint.ts";

beforeAll(() => useBackend(plainBackend));

class Marked extends Rows {
  readonly fingerprint: string;
  constructor(fingerprint: string) {
    super();
    this.fingerprint = fingerprint;
  }
}

type Setup = Parameters<typeof setUp>[0];
type Fit = Parameters<ReturnType<typeof setUp>["fit"]>[0];

/** Trains an epoch with some options, then resumes with others. */
async function resume(before: [Setup, Fit], after: [Setup, Fit]) {
  const storage = memoryStorage();
  const first = setUp(before[0]);
  await first.fit({ epochs: 1, checkpoint: { storage }, ...before[1] });
  first.dispose();
  const second = setUp(after[0]);
  try {
    const options = { epochs: 2, checkpoint: { storage, every: 2 }, resume: true, ...after[1] };
    return await second.fit(options);
  } finally {
    second.dispose();
  }
}

describe("resume", () => {
  test.each<[string, Setup, Fit, string]>([
    ["seed", { seed: 4 }, {}, "seed must be 4 as in this training, got 3"],
    [
      "optimizer",
      { optimizer: sgd({ learningRate: 1 }) },
      {},
      'optimizer.name must be "sgd" as in this training, got "adam"',
    ],
    [
      "its option",
      { optimizer: adam({ beta1: 0.8 }) },
      {},
      "optimizer.beta1 must be 0.8 as in this training, got 0.9",
    ],
    [
      "clipping",
      { clip: { norm: 1 } },
      {},
      "clip.norm must be 1 as in this training, got undefined; clip.globalNorm must be undefined",
    ],
    [
      "schedule",
      { schedule: cosineDecay() },
      {},
      'schedule.name must be "cosineDecay" as in this training, got "linearDecay"',
    ],
    [
      "its option",
      { schedule: linearDecay(0.1) },
      {},
      "schedule.end must be 0.1 as in this training, got 0",
    ],
    [
      "none",
      { schedule: undefined },
      {},
      'schedule must be null as in this training, got {"name":"linearDecay","end":0}',
    ],
    [
      "averaging",
      { averaging: { decay: 0.5 } },
      {},
      "averaging.decay must be 0.5 as in this training, got 0.9",
    ],
    ["evaluation", {}, { evaluateEvery: 6 }, "evaluateEvery must be 6 as in this training, got 5"],
    [
      "each epoch",
      {},
      { evaluateEvery: undefined },
      'evaluateEvery must be "epoch" as in this training, got 5',
    ],
    [
      "stopping",
      {},
      { earlyStopping: { metric: "loss" } },
      'earlyStopping.mode must be "max" as in this training, got "min"',
    ],
    [
      "data",
      {},
      { data: new Marked("b") },
      'fingerprint must be "b" as in this training, got null',
    ],
  ])("another %s is named", async (_, options, fit, message) => {
    const before = memory().numTensors;
    const resumed = resume([{}, {}], [options, fit]);
    await expect(resumed).rejects.toThrow(CheckpointError);
    await expect(resumed).rejects.toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  test("all that differs is named at once, a combined schedule's parts too", async () => {
    const schedule = (steps: number) => combineSchedules(linearWarmup(steps), linearDecay());
    await expect(
      resume([{ schedule: schedule(3) }, {}], [{ schedule: schedule(4), seed: 9 }, {}]),
    ).rejects.toThrow(/seed must be 9 .*, got 3; schedule\.schedules must be .*"warmupSteps":4/);
  });

  test("frozen layers are named", async () => {
    const storage = memoryStorage();
    const first = setUp();
    await first.fit({ epochs: 1, checkpoint: { storage } });
    const second = setUp();
    freeze(second.model.layers.rnn);
    await expect(second.fit({ checkpoint: { storage }, resume: true })).rejects.toThrow(
      /frozen must be \["rnn.weight_ih_l0".*\] as in this training, got \[\]/,
    );
    first.dispose();
    second.dispose();
  });

  test("more epochs, more patience and another learning rate may be had on purpose", async () => {
    // Never better than at first: it stops at the fourth evaluation, with more patience later.
    const fit = (patience: number): Fit => ({
      epochs: 9,
      evaluate: () => ({ loss: 1 }),
      earlyStopping: { metric: "loss", mode: "min", patience },
    });
    const longer = await resume(
      [{}, fit(3)],
      [{ optimizer: adam({ learningRate: 0.5 }) }, { ...fit(5), epochs: 9 }],
    );
    expect(longer).toMatchObject({ reason: "stoppedEarly", steps: 30, best: { step: 5 } });
    expect((await resume([{}, fit(3)], [{}, fit(3)])).steps).toBe(20);
    expect(await resume([{}, {}], [{}, { epochs: 3 }])).toMatchObject({
      reason: "completed",
      steps: 21,
    });
    expect(await resume([{}, { epochs: 2 }], [{}, { epochs: 1 }])).toMatchObject({ steps: 14 });
  });

  test("a longer stream, or one cut otherwise, is other data", async () => {
    const storage = memoryStorage();
    const first = setUpStream();
    await first.fit({ epochs: 1, checkpoint: { storage } });
    const second = setUpStream();
    await expect(
      second.fit({ data: second.dev, checkpoint: { storage }, resume: true }),
    ).rejects.toThrow(
      /batchSize must be 1 .* got 3; batches must be 4 .* got 5; fingerprint must be/,
    );
    first.dispose();
    second.dispose();
  });
});

describe("a signal during an evaluation", () => {
  test("ends the training with a checkpoint; the evaluation is made when it goes on", async () => {
    const whole = setUp();
    const expected = await whole.fit();
    const storage = memoryStorage();
    const first = setUp();
    const controller = new AbortController();
    const checkpoints: number[] = [];
    first.trainer.on("checkpoint", ({ step }) => checkpoints.push(step));
    const aborted = await first.fit({
      checkpoint: { storage, every: 5 },
      signal: controller.signal,
      evaluate: async ({ signal }) => {
        if (checkpoints.length === 2) controller.abort();
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        return first.evaluate();
      },
    });
    expect(aborted).toMatchObject({ reason: "aborted", steps: 15 });
    expect(aborted.history.map(({ step }) => step)).toEqual([5, 10]);
    expect(checkpoints).toEqual([5, 10, 15]);

    const second = setUp();
    const order: string[] = [];
    second.trainer.on("step", ({ step }) => order.push(`step ${step}`));
    second.trainer.on("evaluation", ({ step }) => order.push(`evaluation ${step}`));
    expect(await second.fit({ checkpoint: { storage }, resume: true })).toEqual(expected);
    expect(order.slice(0, 2)).toEqual(["evaluation 15", "step 16"]);
    expect(second.model.bits()).toEqual(whole.model.bits());
    for (const each of [whole, first, second]) each.dispose();
  });

  test("what evaluate throws of its own is thrown, aborted or not; going on evaluates again", async () => {
    const { fit, dispose } = setUp();
    const controller = new AbortController();
    let calls = 0;
    const evaluate = () => {
      controller.abort();
      if (++calls === 1) throw new RangeError("a mistake");
      return { loss: 1 };
    };
    await expect(fit({ evaluate, signal: controller.signal })).rejects.toThrow("a mistake");
    const result = await fit({ evaluate, epochs: 1 });
    expect(result.history.map(({ step }) => step)).toEqual([5, 7]);
    dispose();
  });
});

/** A checkpoint whose metadata somebody has changed. */
async function forged(key: string, change: (text: string) => string) {
  const storage = memoryStorage();
  const first = setUpStream();
  await first.fit({ epochs: 1, checkpoint: { storage } });
  first.dispose();
  const bytes = (await storage.read(CHECKPOINT_FILE)) as Uint8Array;
  const { tensors, metadata } = parseSafetensors(bytes, "the checkpoint");
  const floats = Array.from(tensors, ([name, { shape, data }]) => {
    return [name, { shape, data: data as Float32Array }] as const;
  });
  const changed = { ...metadata, [key]: change(metadata[key] as string) };
  await storage.write(CHECKPOINT_FILE, writeSafetensors(new Map(floats), changed));
  return storage;
}

test.each<[string, string, (text: string) => string, string]>([
  [
    "a batch past the epoch's end",
    "progress",
    (text) => text.replace('"batch":0', '"batch":5').replace(/"step":\d+/, '"step":99'),
    'metadata "progress" must be within an epoch of 5 batches, got 5 done in 99 steps',
  ],
  [
    "more batches than steps",
    "progress",
    (text) => text.replace('"batch":0', '"batch":4').replace(/"step":\d+/, '"step":3'),
    "got 4 done in 3 steps",
  ],
  [
    "a state of very many levels",
    "carried",
    () => `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
    'metadata "carried" must be the carried of a training, got',
  ],
])("a checkpoint with %s is refused and changes nothing", async (_, key, change, message) => {
  const storage = await forged(key, change);
  const count = memory().numTensors;
  const second = setUpStream();
  const before = second.bits();
  const resumed = second.fit({ epochs: 2, checkpoint: { storage }, resume: true });
  await expect(resumed).rejects.toThrow(CheckpointError);
  await expect(resumed).rejects.toThrow(message);
  expect(second.bits()).toEqual(before);
  second.dispose();
  expect(memory().numTensors).toBe(count);
});
