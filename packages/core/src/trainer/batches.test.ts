import { memory, type Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { type Batch, Rows, setUp } from "../testing/tiny-training.ts";
import type { Dataset } from "./dataset.ts";

beforeAll(() => useBackend(plainBackend));

/** The same rows as promises, with a log of what happens when. */
function slowRows(log: string[] = [], fail?: number): Dataset<Batch> {
  const rows = new Rows();
  let made = 0;
  return {
    size: rows.size,
    length: (index) => rows.length(index),
    batch: async (indices) => {
      const name = ++made;
      log.push(`begin ${name}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (name === fail) throw new Error(`no batch ${name}`);
      return rows.batch(indices);
    },
  };
}

describe("batches as promises", () => {
  test("the next one is begun before the step of this one, within an epoch; the bits stay", async () => {
    const log: string[] = [];
    const bits: Record<string, string>[] = [];
    for (const options of [{}, { data: slowRows(log) }, { data: slowRows(), prefetch: false }]) {
      const { model, trainer, fit, dispose } = setUp();
      trainer.on("step", ({ step }) => log.push(`step ${step}`));
      await fit({ epochs: 2, ...options });
      bits.push(model.bits());
      dispose();
      log.push("end");
    }
    expect(bits[1]).toEqual(bits[0]);
    expect(bits[2]).toEqual(bits[0]);
    const [, prefetched] = log.join(", ").split("end");
    expect(prefetched).toContain("begin 1, begin 2, step 1, begin 3, step 2");
    expect(prefetched).toContain("begin 7, step 6, step 7, begin 8, begin 9, step 8");
  });

  test("nothing leaks when it is stopped, a batch fails, or a step fails while the next is made", async () => {
    const before = memory().numTensors;
    const controller = new AbortController();
    const stopped = setUp();
    stopped.trainer.on("step", ({ step }) => step === 3 && controller.abort());
    await stopped.fit({ data: slowRows(), signal: controller.signal });
    stopped.dispose();

    const failing = setUp();
    const steps: number[] = [];
    failing.trainer.on("step", ({ step }) => steps.push(step));
    await expect(failing.fit({ data: slowRows([], 4) })).rejects.toThrow("no batch 4");
    expect(steps).toEqual([1, 2, 3]);
    failing.dispose();

    const listening = setUp();
    listening.trainer.on("step", () => {
      throw new Error("a listener's");
    });
    await expect(listening.fit({ data: slowRows([], 2) })).rejects.toThrow("a listener's");
    listening.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("whose a batch's tensors are", () => {
  const all = Uint32Array.from({ length: 50 }, (_, i) => i);

  test("a dataset that keeps its tensors says so, and frees them itself", async () => {
    const before = memory().numTensors;
    const kept = new Rows().batch(all);
    const { fit, dispose } = setUp();
    const cached: Dataset<Batch> = { size: 50, batch: () => kept, release() {} };
    await fit({ data: cached, batchSize: 50, epochs: 3 });
    expect([kept.x, kept.targets].map(({ isDisposed }) => isDisposed)).toEqual([false, false]);
    dispose();
    for (const each of [kept.x, kept.targets]) each.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("one that does not is told what to write; released are the tensors that are to go", async () => {
    const rows = new Rows();
    const kept = rows.batch(all);
    const { fit, dispose } = setUp();
    const cached: Dataset<Batch> = { size: 50, batch: () => kept };
    await expect(fit({ data: cached, batchSize: 50 })).rejects.toThrow(
      "Trainer.fit: data.batch must return live tensors, got a disposed one. The trainer disposes a batch " +
        "after its step: a dataset that returns the same tensors again says `release() {}`.",
    );
    const released: Tensor[] = [];
    const half: Dataset<Batch> = {
      size: 50,
      batch: (indices) => rows.batch(indices),
      release({ x, targets }) {
        released.push(x);
        x.dispose();
        targets.dispose();
      },
    };
    await fit({ data: half, batchSize: 25, epochs: 1 });
    expect(released).toHaveLength(2);
    dispose();
  });
});
