import { backend, memory } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { setUpStream } from "../testing/tiny-stream.ts";
import { setUp } from "../testing/tiny-training.ts";
import type { TrainingEvents } from "./training-events.ts";

beforeAll(() => useBackend(plainBackend));

/** As on a GPU, a tensor's numbers come when its queue has got there: some turns of the event loop later. */
function delayReads(turns: number): () => void {
  const device = backend();
  const read = device.read;
  device.read = async function (dataId) {
    const values = await read.call(this, dataId);
    for (let turn = 0; turn < turns; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return values;
  };
  return () => {
    device.read = read;
  };
}

/** What a training tells, without the time it took. */
function listen(trainer: ReturnType<typeof setUp>["trainer"]): unknown[] {
  const told: unknown[] = [];
  for (const type of ["step", "epoch", "evaluation", "checkpoint"] as const) {
    trainer.on(type, (event: TrainingEvents[typeof type]) => {
      told.push({ type, ...event, milliseconds: 0 });
    });
  }
  return told;
}

async function train(more: Parameters<ReturnType<typeof setUp>["fit"]>[0] = {}) {
  const each = setUp();
  const told = listen(each.trainer);
  const result = await each.fit({ checkpoint: { storage: memoryStorage(), every: 3 }, ...more });
  const bits = each.model.bits();
  each.dispose();
  return { told, result, bits };
}

describe("where figures come late", () => {
  let immediate: Awaited<ReturnType<typeof train>>;
  let end = () => {};
  beforeAll(async () => {
    immediate = await train();
  });
  beforeEach(() => {
    end = delayReads(3);
  });
  afterEach(() => end());

  test("events, bits and result are the same, in the same order", async () => {
    expect(await train()).toEqual(immediate);
  });

  test("the state carried by ordered data is too", async () => {
    end();
    const first = setUpStream();
    await first.fit();
    end = delayReads(2);
    const second = setUpStream();
    await second.fit();
    expect(second.bits()).toEqual(first.bits());
    first.dispose();
    second.dispose();
  });

  test("steps are sent off before the figures of those before are there, a few at most", async () => {
    const { data, trainer, fit, dispose } = setUp();
    const log: string[] = [];
    const batch = data.batch.bind(data);
    let made = 0;
    data.batch = (indices) => {
      log.push(`made ${++made}`);
      return batch(indices);
    };
    trainer.on("step", ({ step }) => log.push(`told ${step}`));
    await fit({ epochs: 1, evaluate: undefined, earlyStopping: undefined });
    expect(log.join(", ")).toBe(
      "made 1, made 2, made 3, told 1, made 4, told 2, made 5, told 3, made 6, told 4, made 7, told 5, told 6, told 7",
    );
    dispose();
  });

  test("numbers that are not finite undo that step and those after it; nothing leaks", async () => {
    const { model, data, trainer, fit } = setUp();
    const before = memory().numTensors;
    const batch = data.batch.bind(data);
    let made = 0;
    data.batch = (indices) => {
      data.poison = ++made === 3;
      return batch(indices);
    };
    await expect(fit({ evaluate: undefined, earlyStopping: undefined })).rejects.toThrow(
      /^Trainer: the loss at step 3 must be finite, got NaN .* came in the input of layer "rnn"\. Lower/,
    );
    const bits = model.bits();
    trainer.dispose();
    expect(memory().numTensors).toBe(before);

    end();
    const other = setUp();
    const controller = new AbortController();
    other.trainer.on("step", ({ step }) => {
      if (step !== 2) return;
      expect(bits).toEqual(other.model.bits());
      controller.abort();
    });
    await other.fit({ signal: controller.signal, evaluate: undefined, earlyStopping: undefined });
    expect(controller.signal.aborted).toBe(true);
    other.dispose();
    model.dispose();
  });

  test("what goes wrong in making a batch takes back the steps that have not landed", async () => {
    const whole = await train({ evaluate: undefined, earlyStopping: undefined, epochs: 1 });
    const { model, data, trainer, fit } = setUp();
    const before = memory().numTensors;
    const batch = data.batch.bind(data);
    let fails = true;
    let made = 0;
    data.batch = (indices) => {
      if (++made === 5 && fails) throw new Error("no batch 5");
      return batch(indices);
    };
    const steps: number[] = [];
    trainer.on("step", ({ step }) => steps.push(step));
    const options = { evaluate: undefined, earlyStopping: undefined, epochs: 1 };
    await expect(fit(options)).rejects.toThrow("no batch 5");
    fails = false;
    await fit(options);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(model.bits()).toEqual(whole.bits);
    trainer.dispose();
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });

  test("the carried state is taken back with them", async () => {
    const before = memory().numTensors;
    const [failing, other] = [setUpStream(), setUpStream()];
    let fails = true;
    const data: typeof failing.data = {
      ...failing.data,
      batch: (index) => {
        if (index === 3 && fails) throw new Error("no batch 3");
        return failing.data.batch(index);
      },
    };
    // No evaluation falls between: all steps before are under way.
    const options = { data, evaluateEvery: 5 };
    await expect(failing.fit(options)).rejects.toThrow("no batch 3");
    fails = false;
    await failing.fit(options);
    await other.fit({ evaluateEvery: 5 });
    expect(failing.bits()).toEqual(other.bits());
    other.dispose();
    failing.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("stopped and resumed, it ends with the same bits", async () => {
    const storage = memoryStorage();
    const controller = new AbortController();
    const first = setUp();
    first.trainer.on("step", ({ step }) => step === 8 && controller.abort());
    const stopped = await first.fit({ checkpoint: { storage }, signal: controller.signal });
    expect(stopped.steps).toBeGreaterThan(8);
    const second = setUp();
    expect(await second.fit({ checkpoint: { storage }, resume: true })).toEqual(immediate.result);
    expect(second.model.bits()).toEqual(immediate.bits);
    first.dispose();
    second.dispose();
  });
});
