import { argMax, dispose, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { tensorsIn, useBackend } from "@unroll/core";
import { afterEach, describe, expect, test } from "vitest";
import { allAnswers, type PossibleAnswer } from "../testing/all-answers.ts";
import { expectTensors } from "../testing/expect-tensors.ts";
import { TinyDecoder, type TinyStart, tinyStart } from "../testing/tiny-decoder.ts";
import { generate } from "./generate.ts";
import type { GenerationOptions } from "./generation-options.ts";

await useBackend(cpu());

const END = 1;
const made: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of made.splice(0)) each.dispose();
});

function decoder(vocabulary: number, seed: number): TinyDecoder {
  const model = new TinyDecoder(vocabulary, seed);
  made.push(model);
  return model;
}

function startOf(...inputs: number[]): TinyStart {
  const start = tinyStart(inputs);
  made.push({ dispose: () => dispose(tensorsIn(start)) });
  return start;
}

/** Equation 14 of Wu et al. 2016, written once more. */
function score(
  { logProbability, tokens, finished, attention }: PossibleAnswer,
  sourceLength: number,
  { lengthPenalty = 0.6, coveragePenalty = 0 }: Partial<GenerationOptions>,
): number {
  const length = tokens.length + Number(finished);
  const divisor =
    lengthPenalty === "average" ? length : (5 + length) ** lengthPenalty / 6 ** lengthPenalty;
  let coverage = 0;
  for (let s = 0; s < sourceLength; s++) {
    const sum = attention.reduce((total, weights) => total + (weights[s] as number), 0);
    coverage += Math.log(Math.min(sum, 1));
  }
  return logProbability / divisor + coveragePenalty * coverage;
}

describe("with as many beams as there are hypotheses, a search finds what looking at every answer finds", () => {
  const maxLength = 4;
  test.each<Partial<GenerationOptions>>([
    { lengthPenalty: 0 },
    { lengthPenalty: 0.6 },
    { lengthPenalty: 2 },
    { lengthPenalty: "average" },
    { coveragePenalty: 0.5 },
    { coveragePenalty: 2, lengthPenalty: "average" },
    { minLength: 2, lengthPenalty: 0 },
    { minLength: 3, numReturnSequences: 54 }, // all 27 that end there, and 27 that are cut
    { suppressTokens: [2] },
    { numReturnSequences: 1 },
  ])("%j", async (given) => {
    for (const seed of [1, 2, 3]) {
      const model = decoder(4, seed);
      const start = startOf(seed, seed + 1, seed + 2);
      const { minLength = 0, suppressTokens = [] } = given;
      const options = { endToken: END, maxLength, numBeams: 108, numReturnSequences: 9, ...given };
      const answers = await expectTensors(0, () => generate(model, start, options));
      for (const [input, found] of answers.entries()) {
        const alone = startOf(seed + input);
        const expected = allAnswers(model, alone, END, maxLength)
          .filter(({ tokens }) => tokens.length >= minLength)
          .filter(({ tokens }) => !tokens.some((token) => suppressTokens.includes(token)))
          .map((answer) => ({
            ...answer,
            score: score(answer, alone.sourceLengths[0] as number, given),
          }))
          .sort((a, b) => Number(b.finished) - Number(a.finished) || b.score - a.score)
          .slice(0, options.numReturnSequences);
        expect(found.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
        for (const [n, answer] of found.entries()) {
          expect(answer.finished).toBe(expected[n]?.finished);
          expect(answer.score).toBeCloseTo(expected[n]?.score as number, 4);
          expect(answer.logProbability).toBeCloseTo(expected[n]?.logProbability as number, 4);
        }
      }
    }
  });
});

/** The likeliest token at each step, one input at a time. */
function greedily(model: TinyDecoder, input: number, maxLength: number): number[] {
  return tidy(() => {
    const start = tinyStart([input]);
    const tokens: number[] = [];
    let [token, state] = [start.tokens[0] as number, start.state];
    while (tokens.length < maxLength) {
      const step = model.step(tensor2d([[token]], [1, 1], "int32"), state, start.memory);
      token = argMax(step.logits, 1).dataSync()[0] as number;
      if (token === END) break;
      tokens.push(token);
      state = step.state;
    }
    return tokens;
  });
}

test("one beam takes the likeliest token at each step, of each input as if it were alone", async () => {
  const model = decoder(12, 9);
  const inputs = [0, 1, 2, 3, 4, 5, 6, 7];
  const start = startOf(...inputs);
  const options = { endToken: END, maxLength: 15 };
  const answers = await expectTensors(0, () => generate(model, start, options));
  const expected = inputs.map((input) => greedily(model, input, 15));
  expect(answers.map(([best]) => best?.tokens)).toEqual(expected);
  expect(answers.map(([best]) => best?.finished)).toEqual(expected.map((t) => t.length < 15));
  // Some end, some are cut.
  expect(new Set(expected.map((tokens) => tokens.length)).size).toBeGreaterThan(3);
});

test("a batch's answers are those of each input alone", async () => {
  const model = decoder(12, 9);
  const options: GenerationOptions = {
    ...{ endToken: END, maxLength: (length) => 3 * length, numBeams: 4, numReturnSequences: 3 },
    ...{ coveragePenalty: 0.2, noRepeatNgramSize: 3, returnAttention: true },
  };
  const inputs = [3, 0, 5, 1, 4, 2];
  const start = startOf(...inputs);
  const together = await expectTensors(0, () => generate(model, start, options));
  expect(together.map((answers) => answers.length)).toEqual([3, 3, 3, 3, 3, 3]);
  for (const [place, input] of inputs.entries()) {
    expect(await generate(model, startOf(input), options)).toEqual([together[place]]);
  }
});

test("inputs that are done leave the batch", async () => {
  const model = decoder(12, 9);
  const maxLength = (length: number) => 2 * length;
  await generate(model, startOf(0, 1, 2), { endToken: 0, suppressTokens: [0], maxLength });
  const batches = [3, 3, 2, 2, 1, 1];
  expect(model.asked).toEqual(batches.map((inputs) => [inputs, 1]));
});
