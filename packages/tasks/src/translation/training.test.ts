import { cpu } from "@unroll/backend-cpu";
import { memoryStorage, type Storage, useBackend } from "@unroll/core";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { pipeline as loadPipeline } from "../files/load-pipeline.ts";
import { expectTensors } from "../testing/expect-tensors.ts";
import { tinyTranslationData, tinyTranslationRecipe } from "../testing/tiny-pairs.ts";
import { type TrainOptions, train } from "../training/train.ts";
import type { TranslationRecipe } from "./recipe.ts";
import type { Translation, TranslationTask } from "./translation.ts";

type Options = Partial<TrainOptions<TranslationTask>>;

const data = tinyTranslationData();
const small = { ...data, train: data.train.slice(0, 64), dev: data.dev.slice(0, 4) };
const seed = 7;

const trainTiny = (options: Options = {}) =>
  train("translation", { data, recipe: tinyTranslationRecipe, seed, ...options });

beforeAll(() => useBackend(cpu()));

/** The bits of a trained pipeline, which is disposed. */
async function weights(options: Options): Promise<Record<string, string>> {
  const { pipeline } = await trainTiny({ data: small, ...options });
  const bits = Object.entries(pipeline.model.parameters).map(([name, value]) => [
    name,
    Buffer.from(value.dataSync().slice().buffer).toString("base64"),
  ]);
  pipeline.dispose();
  return Object.fromEntries(bits);
}

/** Trains until a step, then stops as Ctrl-C does. */
async function trainUntil(step: number, storage: Storage): Promise<void> {
  const controller = new AbortController();
  const { pipeline, result } = await trainTiny({
    data: small,
    storage,
    signal: controller.signal,
    on: { step: (event) => event.step === step && controller.abort() },
  });
  expect(result).toMatchObject({ reason: "aborted", steps: step });
  pipeline.dispose();
}

test("it learns to translate, and leaves nothing behind but the pipeline", async () => {
  await expectTensors(0, async () => {
    const recipe = { ...tinyTranslationRecipe, epochs: 20, dropout: 0, subwordDropout: 0 };
    const { pipeline } = await trainTiny({ recipe });
    const { figures } = await evaluate(pipeline, data.dev);
    expect(figures.bleu).toBeGreaterThan(40);
    expect(figures.chrf).toBeGreaterThan(50);
    expect(figures.perplexity).toBeLessThan(2);
    const storage = memoryStorage();
    await pipeline.save(storage);
    const loaded: Translation = await loadPipeline("translation", { model: storage });
    const texts = data.dev.map(({ source }) => source);
    expect(await loaded.run(texts)).toEqual(await pipeline.run(texts));
    pipeline.dispose();
    loaded.dispose();
  });
});

test.each([1, 5, 8])(
  "stopped after step %i and resumed, it ends with the same bits",
  async (step) => {
    const storage = memoryStorage();
    await trainUntil(step, storage);
    expect(await weights({ storage, resume: true })).toEqual(await weights({}));
  },
);

describe("every architecture trains", () => {
  test.each<Partial<TranslationRecipe>>([
    { encoderCell: "lstm", decoderCell: "lstm", decoderLayers: 1 },
    { encoderLayers: 2, decoderCell: "ssru", decoderLayers: 3 },
    { attention: "additive", inputFeeding: true },
    { attention: "dot", decoderSize: 32 },
    { tiedEmbeddings: false, scheduledSampling: 0.5 },
  ])("%o", async (recipe) => {
    const losses: number[] = [];
    const { pipeline } = await trainTiny({
      data: small,
      recipe: { ...tinyTranslationRecipe, ...recipe, epochs: 4 },
      on: { step: ({ loss }) => losses.push(loss) },
    });
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.8);
    const storage = memoryStorage();
    await pipeline.save(storage);
    const loaded: Translation = await loadPipeline("translation", { model: storage });
    const text = "I see two dogs.";
    expect(await loaded.run(text)).toEqual(await pipeline.run(text));
    pipeline.dispose();
    loaded.dispose();
  });
});
