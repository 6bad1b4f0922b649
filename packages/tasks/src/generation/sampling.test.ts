import { softmax, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { Rng, useBackend } from "@unroll/core";
import { expect, test } from "vitest";
import { expectTensors } from "../testing/expect-tensors.ts";
import { TinyDecoder, tinyStart } from "../testing/tiny-decoder.ts";
import { generate } from "./generate.ts";
import type { GenerationOptions, SamplingOptions } from "./generation-options.ts";

await useBackend(cpu());

const END = 1;
const model = new TinyDecoder(12, 9);

const draw = (inputs: number[], sampling: SamplingOptions, more: Partial<GenerationOptions> = {}) =>
  generate(model, tinyStart(inputs), { endToken: END, maxLength: 15, sampling, ...more });
const rng = (seed: number) => Rng.fromSeed(seed);

test("a seed determines what is drawn", async () => {
  const start = tinyStart([0, 1, 2, 3]);
  const options = (seed: number) => ({
    ...{ endToken: END, maxLength: 15, sampling: { rng: rng(seed) }, numReturnSequences: 3 },
  });
  const answers = await expectTensors(0, () => generate(model, start, options(5)));
  expect(await generate(model, start, options(5))).toEqual(answers);
  expect(await generate(model, start, options(6))).not.toEqual(answers);
  // Samples of one input, and inputs, have streams of their own.
  const texts = answers.flat().map(({ tokens }) => `${tokens}`);
  expect(new Set(texts).size).toBeGreaterThan(8);
});

test("with a stream for each input, its answers are what it would get alone", async () => {
  const inputs = [4, 0, 5, 2];
  const sampling = { rng: inputs.map(rng), temperature: 1.5, topK: 8, topP: 0.95 };
  const more: Partial<GenerationOptions> = {
    ...{ numReturnSequences: 3, noRepeatNgramSize: 2, minLength: 2, returnAttention: true },
    maxLength: (length) => 2 + 2 * length,
  };
  const together = await draw(inputs, sampling, more);
  for (const [place, input] of inputs.entries()) {
    const alone = await draw([input], { ...sampling, rng: [rng(input)] }, more);
    expect(alone).toEqual([together[place]]);
  }
  // Some end, others go on.
  const ends = together.flat().map(({ finished }) => finished);
  expect(new Set(ends)).toEqual(new Set([true, false]));
});

test("the likeliest token alone is what greedy search takes", async () => {
  const inputs = [0, 1, 2, 3, 4, 5];
  const drawn = await draw(inputs, { rng: rng(1), topK: 1 });
  const greedy = await generate(model, tinyStart(inputs), { endToken: END, maxLength: 15 });
  const plain = (answers: typeof greedy) =>
    answers.map(([best]) => ({
      ...{ tokens: best?.tokens, finished: best?.finished },
      logProbability: expect.closeTo(best?.logProbability as number, 4),
    }));
  expect(drawn.map(([best]) => best)).toMatchObject(plain(greedy));
  // A tiny nucleus and a temperature near 0 come to the same.
  expect(await draw(inputs, { rng: rng(1), topP: 1e-9 })).toMatchObject(drawn);
  expect(await draw(inputs, { rng: rng(1), temperature: 1e-3 })).toMatchObject(drawn);
});

test.each<Omit<SamplingOptions, "rng">>([
  {},
  { temperature: 0.5 },
  { topK: 3 },
  { topP: 0.8 },
  { temperature: 2, topK: 6, topP: 0.7 },
])("tokens come as often as their probabilities say: %j", async (options) => {
  const samples = 4000;
  const more = { maxLength: 1, numReturnSequences: samples };
  const [answers = []] = await draw([2], { rng: rng(3), ...options }, more);
  const counts = new Array<number>(12).fill(0);
  for (const { tokens } of answers) {
    const [token = END] = tokens;
    counts[token] = (counts[token] as number) + 1;
  }

  const start = tinyStart([2]);
  const logits = tidy(() => [
    ...model.step(tensor2d([[0]], [1, 1], "int32"), start.state, start.memory).logits.dataSync(),
  ]);
  const expected = kept(logits, options);
  for (const [token, probability] of expected.entries()) {
    // Five standard deviations.
    const spread = 5 * Math.sqrt(samples * probability * (1 - probability));
    expect(Math.abs((counts[token] as number) - samples * probability)).toBeLessThanOrEqual(spread);
  }
  // The model's own probability, whatever it was drawn by.
  const plain = kept(logits, {});
  for (const { tokens, logProbability, score } of answers.slice(0, 20)) {
    expect(logProbability).toBeCloseTo(Math.log(plain[tokens[0] ?? END] as number), 4);
    expect(score).toBe(logProbability);
  }
});

/** Probabilities after temperature, topK and topP. */
function kept(
  logits: readonly number[],
  { temperature = 1, topK = logits.length, topP = 1 }: Omit<SamplingOptions, "rng">,
): number[] {
  const all = tidy(() => [...softmax(logits.map((logit) => logit / temperature)).dataSync()]);
  const sorted = [...all].sort((a, b) => b - a).slice(0, topK);
  let before = 0;
  const nucleus = sorted.filter((probability) => {
    before += probability;
    return before - probability < topP;
  });
  const sum = nucleus.reduce((total, each) => total + each, 0);
  const least = nucleus.at(-1) as number;
  return all.map((probability) => (probability < least ? 0 : probability / sum));
}

test("what ends early leaves, what has no token to go on with is cut", async () => {
  const more = { minLength: 11, noRepeatNgramSize: 1, numReturnSequences: 4 };
  const [answers = []] = await draw([1], { rng: rng(2) }, more);
  for (const { tokens, finished } of answers) {
    expect(new Set(tokens).size).toBe(11);
    expect(finished).toBe(true);
  }
  const cut = await draw([1], { rng: rng(2) }, { ...more, suppressTokens: [END] });
  expect(cut.flat().map(({ tokens }) => tokens)).toEqual(answers.map(({ tokens }) => tokens));
  expect(cut.flat().every(({ finished }) => !finished)).toBe(true);
});
