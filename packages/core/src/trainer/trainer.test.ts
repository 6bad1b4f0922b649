import { memory, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { setUp } from "../testing/tiny-training.ts";
import { CHECKPOINT_FILE } from "./checkpoint.ts";
import type { StepEvent } from "./training-events.ts";

beforeAll(() => useBackend(plainBackend));

describe("Trainer", () => {
  test("learns, reports every step, epoch and evaluation, and keeps the best parameters", async () => {
    const { trainer, fit, dispose } = setUp();
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
    dispose();
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
      first.dispose();
      second.dispose();
    }
    whole.dispose();
  });

  test("a finished training is left as it is by another resume", async () => {
    const storage = memoryStorage();
    const first = setUp();
    const result = await first.fit({ checkpoint: { storage } });
    const second = setUp();
    expect(await second.fit({ checkpoint: { storage }, resume: true })).toEqual(result);
    expect(second.model.bits()).toEqual(first.model.bits());
    first.dispose();
    second.dispose();
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
    for (const each of [whole, first, second]) each.dispose();
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
    const bytes = (await storage.read(CHECKPOINT_FILE)) as Uint8Array;
    await storage.write(CHECKPOINT_FILE, bytes.subarray(0, bytes.length - 3));
    await expect(other.fit({ checkpoint: { storage }, resume: true })).rejects.toThrow(
      /checkpoint\.safetensors: .* got /,
    );
    expect(other.model.bits()).toEqual(before);
    first.dispose();
    other.dispose();
  });

  test("early stopping ends it when the metric no longer improves", async () => {
    const { fit, dispose } = setUp();
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
    dispose();
  });

  test("numbers that are not finite stop it; layer and step are named, parameters stay", async () => {
    const { model, data, trainer, fit, dispose } = setUp();
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
    dispose();
  });

  test.each([
    [{ epochs: 0 }, "Trainer.fit: epochs must be a positive integer, got 0"],
    [{ batchSize: -1 }, "Trainer.fit: batchSize must be a positive integer, got -1"],
    [{ evaluate: undefined }, "evaluate must be given together with earlyStopping"],
    [{ earlyStopping: { metric: "accuracy" } }, 'metric must be one of loss, got "accuracy"'],
  ])("%j is refused", async (options, message) => {
    const { fit, dispose } = setUp();
    await expect(fit(options)).rejects.toThrow(message);
    dispose();
  });

  test("nothing leaks, also when it is aborted or fails", async () => {
    const { model, data, trainer, fit } = setUp();
    const before = memory().numTensors;
    const controller = new AbortController();
    trainer.on("step", ({ step }) => step === 9 && controller.abort());
    await fit({ checkpoint: { storage: memoryStorage() }, signal: controller.signal });
    data.poison = true;
    await expect(fit()).rejects.toThrow("must be finite");
    trainer.dispose();
    expect(memory().numTensors).toBe(before);
    await expect(fit()).rejects.toThrow("Trainer.fit: the trainer must not be disposed");
    model.dispose();
  });
});
