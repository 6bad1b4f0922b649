import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { parseSafetensors } from "../storage/safetensors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { setUp } from "../testing/tiny-training.ts";
import { CHECKPOINT_FILE } from "../trainer/checkpoint.ts";
import { freeze, unfreeze } from "./module.ts";

beforeAll(() => useBackend(plainBackend));

// Neither clipped nor averaged nor scheduled: what an update does can be read off the weights.
const bare = { clip: undefined, averaging: undefined, schedule: undefined };
const noEvaluation = { evaluate: undefined, earlyStopping: undefined };

test("frozen parameters stay as they are: no gradient, no norm, no memory, no average", async () => {
  const { model, trainer, fit, dispose } = setUp();
  const { rnn, head } = model.layers;
  expect(freeze(rnn)).toBe(rnn);
  const before = model.bits();
  const norms: number[] = [];
  trainer.on("step", ({ gradNorm }) => norms.push(gradNorm));
  const storage = memoryStorage();
  await fit({ epochs: 1, checkpoint: { storage } });
  for (const [name, bits] of Object.entries(model.bits())) {
    if (name.startsWith("rnn.")) expect(bits).toBe(before[name]);
    else expect(bits).not.toBe(before[name]);
  }
  const bytes = (await storage.read(CHECKPOINT_FILE)) as Uint8Array;
  const names = [...parseSafetensors(bytes, "it").tensors.keys()];
  expect(names.filter((name) => /^(optimizer|average)/.test(name)).sort()).toEqual([
    "average.head.bias",
    "average.head.weight",
    ...["bias.m", "bias.v", "weight.m", "weight.v"].map((name) => `optimizer.head.${name}`),
  ]);
  expect(names).toContain("model.rnn.weight_hh_l0");
  expect(model.parameterCount).toBe(2 * 8 + 8 * 8 + 16 + 8 * 2 + 2);

  const whole = setUp();
  let all = 0;
  whole.trainer.on("step", ({ step, gradNorm }) => {
    if (step === 1) all = gradNorm;
  });
  await whole.fit({ epochs: 1 });
  expect(norms[0]).toBeLessThan(0.999 * all);
  expect(head.weight.trainable).toBe(true);
  dispose();
  whole.dispose();
});

test("unfrozen between two calls, a layer begins as Adam begins; a resume gives the same bits", async () => {
  const storage = memoryStorage();
  const before = memory().numTensors;
  const train = async (stop?: number) => {
    const { model, trainer, fit, dispose } = setUp(bare);
    const controller = new AbortController();
    const moved: number[] = [];
    const hidden = model.layers.rnn.parameters.weight_hh_l0;
    const options = { ...noEvaluation, signal: controller.signal };
    const resumes = (await storage.read(CHECKPOINT_FILE)) !== undefined;
    if (!resumes) {
      freeze(model.layers.rnn);
      await fit({ ...options, epochs: 1 });
      unfreeze(model.layers.rnn);
    }
    let last = hidden?.dataSync()[0] as number;
    trainer.on("step", ({ step }) => {
      const now = hidden?.dataSync()[0] as number;
      moved.push(Math.abs(now - last));
      last = now;
      if (step === stop) controller.abort();
    });
    const epochs = resumes ? 3 : 2;
    await fit({ ...options, epochs, checkpoint: { storage }, resume: true });
    const bits = model.bits();
    dispose();
    return { bits, moved };
  };
  const { moved } = await train(9);
  // The first step of Adam is the learning rate, whatever the gradient.
  expect(moved[0]).toBeCloseTo(0.02, 4);
  const resumed = await train();
  await storage.remove(CHECKPOINT_FILE);
  const whole = await train();
  expect(whole.moved).toHaveLength(14);
  expect(resumed.bits).toEqual(whole.bits);
  expect(memory().numTensors).toBe(before);
});

test("a model with nothing to train is refused", async () => {
  const { model, fit, dispose } = setUp();
  freeze(model);
  await expect(fit()).rejects.toThrow(
    "trainStep: the model must have a parameter that is not frozen, got none. Unfreeze a layer.",
  );
  dispose();
});
