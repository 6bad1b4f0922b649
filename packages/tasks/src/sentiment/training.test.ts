import { cpu } from "@unroll/backend-cpu";
import {
  CheckpointError,
  ConfigError,
  DataError,
  memoryStorage,
  type Storage,
  useBackend,
} from "@unroll/core";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { expectTensors } from "../testing/expect-tensors.ts";
import { tinyData, tinyRecipe } from "../testing/tiny-reviews.ts";
import { type TrainOptions, train } from "../training/train.ts";
import type { Sentiment, SentimentAnalysis } from "./sentiment-analysis.ts";

type TrainSentimentOptions = TrainOptions<Sentiment>;
const trainSentiment = (options: TrainSentimentOptions) => train("sentiment-analysis", options);

beforeAll(() => useBackend(cpu()));

const data = tinyData();
const seed = 7;

/** The bits of a trained pipeline, which is disposed. */
async function weights(options: Partial<TrainSentimentOptions>): Promise<Record<string, string>> {
  const { pipeline } = await trainSentiment({ data, recipe: tinyRecipe, seed, ...options });
  return bitsOf(pipeline);
}

function bitsOf(pipeline: SentimentAnalysis): Record<string, string> {
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
  const { pipeline, result } = await trainSentiment({
    data,
    recipe: tinyRecipe,
    seed,
    storage,
    signal: controller.signal,
    on: {
      step: (event) => {
        if (event.step === step) {
          controller.abort();
        }
      },
    },
  });
  expect(result).toMatchObject({ reason: "aborted", steps: step });
  pipeline.dispose();
}

test("it learns, and leaves nothing behind but the pipeline", async () => {
  const losses: number[] = [];
  await expectTensors(0, async () => {
    const { pipeline, result } = await trainSentiment({
      data,
      recipe: tinyRecipe,
      seed,
      on: { step: ({ loss }) => losses.push(loss) },
    });
    expect(result).toMatchObject({ reason: "completed", steps: 40 });
    const { figures } = await evaluate(pipeline, data.dev);
    expect(figures.accuracy).toBe(result.best?.value);
    expect(figures.accuracy).toBeGreaterThan(0.9);
    pipeline.dispose();
  });
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
});

test("the seed determines the result, to the bit", async () => {
  const first = await weights({});
  expect(await weights({})).toEqual(first);
  expect(await weights({ seed: 8 })).not.toEqual(first);
});

test.each([1, 10, 23])(
  "stopped after step %i and resumed, it ends with the same bits",
  async (step) => {
    const storage = memoryStorage();
    await trainUntil(step, storage);
    expect(await weights({ storage, resume: true })).toEqual(await weights({}));
  },
);

test("a finished training that is resumed gives the same bits at once", async () => {
  const storage = memoryStorage();
  const trained = await weights({ storage });
  let steps = 0;
  const on = { step: () => steps++ };
  expect(await weights({ storage, resume: true, on })).toEqual(trained);
  expect(steps).toBe(0);
});

test("a finished training goes on with more epochs, another patience and learning rate", async () => {
  const storage = memoryStorage();
  await weights({ storage });
  const recipe = { ...tinyRecipe, epochs: 5, patience: 3, learningRate: 0.01 };
  const { pipeline, result } = await trainSentiment({ data, recipe, seed, storage, resume: true });
  pipeline.dispose();
  expect(result).toMatchObject({ reason: "completed", steps: 50 });
  expect(pipeline.config.training?.recipe).toMatchObject({ epochs: 5, patience: 3 });
});

test("resuming where nothing is starts from the beginning", async () => {
  expect(await weights({ storage: memoryStorage(), resume: true })).toEqual(await weights({}));
});

test("classes without a label are learned, a share of them", async () => {
  const withNeutral = {
    classes: ["negative", "neutral", "positive"],
    labels: { negative: [0], positive: [2] },
    train: [
      ...data.train,
      ...data.train.map(({ text }) => ({ text: `${text} ?`, label: "neutral" })),
    ],
    dev: data.dev,
  };
  const train = async (unlabeledShare: number) => {
    const recipe = { ...tinyRecipe, epochs: 1, unlabeledShare };
    const { pipeline } = await trainSentiment({ data: withNeutral, recipe, seed });
    pipeline.dispose();
    return pipeline;
  };
  expect((await train(1)).config.training?.examples).toBe(320);
  expect((await train(0)).config.training?.examples).toBe(160);
  const half = await train(0.5);
  expect(half.config.training?.examples).toBeGreaterThan(210);
  expect(half.config.training?.examples).toBeLessThan(270);
  expect(half.labels).toEqual(["negative", "positive"]);
});

describe("what does not fit is refused, with nothing left behind", () => {
  const refused = (options: Partial<TrainSentimentOptions>) =>
    expectTensors(0, async () => {
      const { pipeline } = await trainSentiment({ data, recipe: tinyRecipe, seed, ...options });
      pipeline.dispose();
    });

  test.each<[string, TrainSentimentOptions["recipe"], RegExp]>([
    ["epochs", { epochs: 0 }, /recipe: epochs must be >=1, got 0/],
    ["pooling", { pooling: "sum" as "max" }, /recipe: pooling must be .*got "sum"/],
    ["an unknown name", { learningrate: 1 } as object, /recipe: learningrate must be never/],
  ])("a recipe with wrong %s", async (_, recipe, message) => {
    await expect(refused({ recipe: { ...tinyRecipe, ...recipe } })).rejects.toThrow(ConfigError);
    await expect(refused({ recipe: { ...tinyRecipe, ...recipe } })).rejects.toThrow(message);
  });

  test("a class that is none, and no text with words", async () => {
    const train = [{ text: "x", label: "funny" }];
    await expect(refused({ data: { ...data, train } })).rejects.toThrow(
      /one of negative, positive, got "funny"/,
    );
    const empty = [{ text: " ", label: "negative" }];
    await expect(refused({ data: { ...data, train: empty } })).rejects.toThrow(
      /texts with words, got none/,
    );
  });

  test("dev texts with a label that is never answered, and none at all", async () => {
    const dev = [{ text: "x", label: "neutral" }];
    await expect(refused({ data: { ...data, dev } })).rejects.toThrow(DataError);
    await expect(refused({ data: { ...data, dev: [] } })).rejects.toThrow(
      /at least one of the texts, got none/,
    );
  });

  test("a resume with another recipe or seed", async () => {
    const storage = memoryStorage();
    await trainUntil(3, storage);
    const checkpoint = await storage.read("checkpoint.safetensors");
    const other = { ...tinyRecipe, hiddenSize: 6 };
    await expect(refused({ storage, resume: true, recipe: other })).rejects.toThrow(
      /memory:config.json: hiddenSize must be 6 as in this training, got 5/,
    );
    await expect(refused({ storage, resume: true, seed: 8 })).rejects.toThrow(CheckpointError);
    const swapped = data.train.map(({ text, label }, i) => ({
      text,
      label: i === 7 ? (data.classes.find((other) => other !== label) as string) : label,
    }));
    await expect(
      refused({ storage, resume: true, data: { ...data, train: swapped } }),
    ).rejects.toThrow(/memory:checkpoint.safetensors: .*fingerprint/);
    expect(await storage.read("checkpoint.safetensors")).toEqual(checkpoint);
  });
});
