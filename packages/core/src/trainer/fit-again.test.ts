import { memory, zerosLike } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { setUp } from "../testing/tiny-training.ts";

beforeAll(() => useBackend(plainBackend));

// Seven steps an epoch: evaluations fall on the same steps, however the epochs are divided.
const plain = { evaluateEvery: 7 };

test("two calls of fit are one training: same bits, other orders, steps that count on", async () => {
  const [whole, halves] = [setUp({ schedule: undefined }), setUp({ schedule: undefined })];
  const steps: [number, number, number][] = [];
  halves.trainer.on("step", ({ step, epoch, totalSteps }) => steps.push([step, epoch, totalSteps]));
  await halves.fit({ ...plain, epochs: 1 });
  const result = await halves.fit({ ...plain, epochs: 2 });
  expect(result).toEqual(await whole.fit({ ...plain, epochs: 3 }));
  expect(halves.model.bits()).toEqual(whole.model.bits());
  expect(steps.map(([step]) => step)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
  expect([steps[6], steps[7], steps[20]]).toEqual([
    [7, 1, 7],
    [8, 2, 21],
    [21, 3, 21],
  ]);
  whole.dispose();
  halves.dispose();
});

test("a stopped call is gone on with where it stopped, within the epoch", async () => {
  const [whole, halves] = [setUp({ schedule: undefined }), setUp({ schedule: undefined })];
  const controller = new AbortController();
  halves.trainer.on("step", ({ step }) => step === 10 && controller.abort());
  await halves.fit({ ...plain, epochs: 3, signal: controller.signal });
  const result = await halves.fit({ ...plain, epochs: 2 });
  expect(result).toEqual(await whole.fit({ ...plain, epochs: 3 }));
  expect(halves.model.bits()).toEqual(whole.model.bits());
  whole.dispose();
  halves.dispose();
});

test("other data start the running epoch over; parameters changed in between are taken", async () => {
  const { model, trainer, fit, dispose } = setUp();
  const controller = new AbortController();
  const steps: number[] = [];
  trainer.on("step", ({ step }) => {
    steps.push(step);
    if (step === 3) controller.abort();
  });
  await fit({ signal: controller.signal });
  const zeros = zerosLike(model.layers.head.weight);
  model.layers.head.weight.assign(zeros);
  let largest = Number.NaN;
  trainer.on("step", ({ step }) => {
    if (step === 4) largest = Math.max(...model.layers.head.weight.dataSync().map(Math.abs));
  });
  await fit({ epochs: 1, batchSize: 25, evaluateEvery: undefined });
  expect(steps).toEqual([1, 2, 3, 4, 5]);
  // Adam's step from 0, not from what the weight was before.
  expect(largest).toBeLessThan(0.021);
  zeros.dispose();
  dispose();
});

test("after an early stop patience starts anew, and the best stays the best", async () => {
  const { fit, dispose } = setUp();
  const scores = [1, 3, 2, 2, 2, 2, 4];
  const options = {
    evaluate: () => ({ score: scores.shift() ?? 0 }),
    earlyStopping: { metric: "score", patience: 2 },
    evaluateEvery: 7,
  };
  const first = await fit({ ...options, epochs: 9 });
  expect(first).toMatchObject({ reason: "stoppedEarly", steps: 28, best: { step: 14, value: 3 } });
  const second = await fit({ ...options, epochs: 9 });
  expect(second).toMatchObject({ reason: "stoppedEarly", steps: 42, best: { step: 14, value: 3 } });
  const third = await fit({
    ...options,
    epochs: 1,
    evaluate: () => ({ other: 1 }),
    earlyStopping: { metric: "other" },
  });
  expect(third).toMatchObject({ reason: "completed", steps: 49, best: { step: 49, value: 1 } });
  dispose();
});

test("a program of two calls that is killed in the second and run again ends with the same bits", async () => {
  const run = async (storage = memoryStorage(), stop?: number) => {
    const each = setUp();
    const controller = new AbortController();
    each.trainer.on("step", ({ step }) => step === stop && controller.abort());
    const options = { ...plain, checkpoint: { storage }, resume: true, signal: controller.signal };
    await each.fit({ ...options, epochs: 2 });
    await each.fit({ ...options, epochs: 2 });
    const bits = each.model.bits();
    each.dispose();
    return bits;
  };
  const storage = memoryStorage();
  // In the second epoch of the second call.
  await run(storage, 23);
  expect(await run(storage)).toEqual(await run());
});

test("dispose frees all that is kept; fit cannot run twice at once", async () => {
  const { model, trainer, fit } = setUp();
  const before = memory().numTensors;
  const running = fit({ epochs: 1 });
  await expect(fit()).rejects.toThrow("Trainer.fit: fit must have ended, got one that runs.");
  expect(() => trainer.dispose()).toThrow("Trainer.dispose: fit must have ended");
  await running;
  expect(memory().numTensors).toBeGreaterThan(before);
  trainer.dispose();
  trainer.dispose();
  expect(memory().numTensors).toBe(before);
  model.dispose();
});
