import { mul, type Tensor2D, tensor2d, zeros } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { ConfigError, NumericError, nextTask, Rng, ShapeError, useBackend } from "@unroll/core";
import { expect, test, vi } from "vitest";
import { expectTensors } from "../testing/expect-tensors.ts";
import { TinyDecoder, tinyStart } from "../testing/tiny-decoder.ts";
import { generate } from "./generate.ts";
import type { GenerationOptions } from "./generation-options.ts";
import type { Step, StepModel } from "./step-model.ts";

await useBackend(cpu());

const END = 1;
const model = new TinyDecoder(12, 9);
const common = { endToken: END, maxLength: 15 };

test.each<[string, Partial<GenerationOptions>]>([
  ["greedy", {}],
  ["beam search", { numBeams: 4 }],
  ["the n best", { numBeams: 4, numReturnSequences: 4 }],
  ["sampling", { sampling: { rng: Rng.fromSeed(1) }, numReturnSequences: 2 }],
])("tokens are told once they are settled: %s", async (_, options) => {
  const inputs = [0, 1, 2, 3, 4, 5];
  const told: number[][] = inputs.map(() => []);
  const steps = new TinyDecoder(12, 9);
  const early: number[] = []; // told before the last step
  const onTokens = vi.fn((tokens: number[], input: number) => {
    expect(tokens.length).toBeGreaterThan(0);
    told[input]?.push(...tokens);
    early[steps.asked.length] = (early[steps.asked.length] ?? 0) + tokens.length;
  });
  const answers = await generate(steps, tinyStart(inputs), { ...common, ...options, onTokens });
  expect(told).toEqual(answers.map(([first]) => first?.tokens));
  expect(Object.keys(early).length).toBeGreaterThan(4);
  expect(await generate(model, tinyStart(inputs), { ...common, ...options })).toEqual(answers);
});

test("a signal stops between steps and leaves no tensors", async () => {
  const start = tinyStart([0, 1, 2]);
  for (const options of [{ numBeams: 3 }, { sampling: { rng: Rng.fromSeed(1) } }]) {
    const controller = new AbortController();
    const stopped = new Error("enough");
    const onTokens = () => controller.abort(stopped);
    const counted = new TinyDecoder(12, 9);
    await expectTensors(0, async () => {
      const answers = generate(counted, start, {
        ...{ ...common, ...options, suppressTokens: [END], signal: controller.signal, onTokens },
      });
      await expect(answers).rejects.toBe(stopped);
    });
    expect(counted.asked.length).toBeLessThan(15);
    await expect(generate(counted, start, { ...common, signal: controller.signal })).rejects.toBe(
      stopped,
    );
  }
});

test("the event loop turns in a long answer", async () => {
  let turns = 0;
  let running = true;
  const count = async () => {
    while (running) {
      await nextTask();
      turns++;
    }
  };
  const counting = count();
  await generate(model, tinyStart([0, 1]), {
    ...{ endToken: END, suppressTokens: [END], maxLength: 300, numBeams: 2 },
  });
  running = false;
  await counting;
  expect(turns).toBeGreaterThan(2);
});

/** A model of logits alone. */
const fake = (step: (tokens: Tensor2D) => Partial<Step<object>>): StepModel<object, object> => ({
  step: (tokens) => ({ logits: zeros([tokens.size, 4]), state: {}, ...step(tokens) }),
});
const from = (...tokens: number[]) => ({ tokens, state: {}, memory: {} });

test("what the model gives must fit", async () => {
  const wrong: [Partial<Step<object>>, Partial<GenerationOptions>, unknown, string][] = [
    [{ logits: zeros([3, 4]) }, {}, ShapeError, "logits must have shape [2, vocabulary]"],
    [{ logits: zeros([2, 1]) }, {}, ShapeError, "more than endToken = 1 columns, got [2,1]"],
    [{}, { returnAttention: true }, ConfigError, "the model must give its attention"],
    [{}, { coveragePenalty: 1 }, ConfigError, "the model must give its attention"],
    [
      { attention: zeros([1, 1, 4]) },
      { returnAttention: true },
      ShapeError,
      "attention must have shape [2, 1, positions], got [1,1,4]",
    ],
  ];
  for (const [step, options, kind, message] of wrong) {
    await expectTensors(0, async () => {
      const answers = generate(
        fake(() => step),
        from(0, 0),
        { ...common, ...options },
      );
      await expect(answers).rejects.toThrow(kind as typeof ShapeError);
      await expect(answers).rejects.toThrow(message);
    });
  }
});

test("NaN is an error that says where", async () => {
  let steps = 0;
  const broken = fake(({ size }) => ({
    logits: tensor2d(
      Array.from({ length: size }, (_, row) => [0, 0, steps++ > 2 && row > 0 ? Number.NaN : 1, 0]),
    ),
  }));
  for (const options of [{ numBeams: 2 }, { sampling: { rng: Rng.fromSeed(1) } }]) {
    steps = 0;
    await expectTensors(0, async () => {
      const answers = generate(broken, from(0, 0), { ...common, ...options });
      await expect(answers).rejects.toThrow(NumericError);
      await expect(answers).rejects.toThrow(/got NaN for input \d after [1-9] tokens/);
    });
  }
});

test("a state that does not change may be given back as it came", async () => {
  const start = { tokens: [0, 2], state: { h: zeros([2, 3]) }, memory: { s: [1, 2] } };
  const still: StepModel<typeof start.state, typeof start.memory> = {
    step: (tokens, state, { s }) => {
      expect(s.length).toBe(tokens.shape[0]);
      return { logits: mul(zeros([tokens.size, 5]), state.h.size), state };
    },
  };
  for (const numBeams of [1, 3]) {
    await expectTensors(0, () => generate(still, start, { ...common, numBeams }));
    expect(start.state.h.isDisposed).toBe(false);
  }
});
