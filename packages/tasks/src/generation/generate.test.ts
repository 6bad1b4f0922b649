import { argMax, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { useBackend } from "@unroll/core";
import { beforeAll, describe, expect, test } from "vitest";
import { allAnswers, type PossibleAnswer } from "../testing/all-answers.ts";
import { expectTensors } from "../testing/expect-tensors.ts";
import { TinyDecoder, tinyStart } from "../testing/tiny-decoder.ts";
import { generate } from "./generate.ts";
import type { GenerationOptions } from "./generation-options.ts";

await useBackend(cpu());

const END = 1;

describe("with room for every hypothesis, a search finds what looking at every answer finds", () => {
  const maxLength = 4;
  const inputs = [1, 2, 5];
  const models = [1, 2].map((seed) => new TinyDecoder(4, seed));
  let possible: PossibleAnswer[][][]; // of each model, to each input
  beforeAll(() => {
    possible = models.map((model) =>
      inputs.map((input) => allAnswers(model, tinyStart([input]), END, maxLength)),
    );
  });

  test.each<Partial<GenerationOptions>>([
    { lengthPenalty: 0 },
    { lengthPenalty: 0.6 },
    { lengthPenalty: 2 },
    { lengthPenalty: "average" },
    { coveragePenalty: 0.5 },
    { coveragePenalty: 2, lengthPenalty: "average" },
    { minLength: 2, lengthPenalty: 0 },
    { minLength: 3, numReturnSequences: 54 }, // the 27 that end there, and half of the 54 that are cut
    { suppressTokens: [2] },
    { numReturnSequences: 1 },
  ])("%j", async (given) => {
    const options = { endToken: END, maxLength, numBeams: 108, numReturnSequences: 9, ...given };
    const { minLength = 0, suppressTokens = [] } = given;
    for (const [m, model] of models.entries()) {
      const start = tinyStart(inputs);
      const found = await expectTensors(0, () => generate(model, start, options));
      for (const [place, answers] of found.entries()) {
        const sourceLength = start.sourceLengths[place] as number;
        const expected = ((possible[m] as PossibleAnswer[][])[place] as PossibleAnswer[])
          .filter(({ tokens }) => tokens.length >= minLength)
          .filter(({ tokens }) => !tokens.some((token) => suppressTokens.includes(token)))
          .map((answer) => ({ ...answer, score: scoreOf(answer, sourceLength, given) }))
          .sort((a, b) => Number(b.finished) - Number(a.finished) || b.score - a.score)
          .slice(0, options.numReturnSequences);
        expect(answers).toEqual(
          expected.map(({ tokens, finished, score, logProbability }) => ({
            ...{ tokens, finished },
            score: expect.closeTo(score, 4),
            logProbability: expect.closeTo(logProbability, 4),
          })),
        );
      }
    }
  });
});

/** Equation 14 of Wu et al. 2016, written once more. */
function scoreOf(
  { logProbability, tokens, finished, attention }: PossibleAnswer,
  sourceLength: number,
  { lengthPenalty = 0.6, coveragePenalty = 0 }: Partial<GenerationOptions>,
): number {
  const length = tokens.length + Number(finished);
  const penalty =
    lengthPenalty === "average" ? length : (5 + length) ** lengthPenalty / 6 ** lengthPenalty;
  let coverage = 0;
  for (let s = 0; s < sourceLength; s++) {
    const sum = attention.reduce((total, weights) => total + (weights[s] as number), 0);
    coverage += Math.log(Math.min(sum, 1));
  }
  return logProbability / penalty + coveragePenalty * coverage;
}

const model = new TinyDecoder(12, 9);

test("one beam takes the likeliest token at each step, of each input as if it were alone", async () => {
  const inputs = [0, 1, 2, 3, 4, 5, 6, 7];
  const start = tinyStart(inputs);
  const options = { endToken: END, maxLength: 15 };
  const answers = await expectTensors(0, () => generate(model, start, options));
  const expected = inputs.map((input) => greedily(input, 15));
  expect(answers.map(([best]) => best?.tokens)).toEqual(expected);
  expect(answers.map(([best]) => best?.finished)).toEqual(expected.map((t) => t.length < 15));
  // Some end, some are cut.
  expect(new Set(expected.map((tokens) => tokens.length)).size).toBeGreaterThan(3);
});

/** The likeliest token at each step. */
function greedily(input: number, maxLength: number): number[] {
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

test("a batch's answers are those of each input alone", async () => {
  const options: GenerationOptions = {
    ...{ endToken: END, maxLength: (length) => 3 * length, numBeams: 4, numReturnSequences: 3 },
    ...{ coveragePenalty: 0.2, noRepeatNgramSize: 3, returnAttention: true },
  };
  const inputs = [3, 0, 5, 1, 4, 2];
  const start = tinyStart(inputs);
  const together = await expectTensors(0, () => generate(model, start, options));
  expect(together.map((answers) => answers.length)).toEqual([3, 3, 3, 3, 3, 3]);
  for (const [place, input] of inputs.entries()) {
    expect(await generate(model, tinyStart([input]), options)).toEqual([together[place]]);
  }
});

test("the best answers come in order, and each once", async () => {
  const options = { endToken: END, maxLength: 12, numBeams: 8, numReturnSequences: 8 };
  const [answers = []] = await generate(model, tinyStart([2]), options);
  const scores = answers.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(new Set(answers.map(({ tokens }) => `${tokens}`)).size).toBe(8);
});

test("more beams find what is likelier", async () => {
  const inputs = Array.from({ length: 16 }, (_, input) => input);
  const likelihood = async (numBeams: number) => {
    const options = { endToken: END, maxLength: 12, numBeams, lengthPenalty: 0 };
    const answers = await generate(model, tinyStart(inputs), options);
    return answers.reduce((sum, [best]) => sum + (best?.score ?? 0), 0);
  };
  expect(await likelihood(4)).toBeGreaterThan((await likelihood(1)) + 1);
});

test("inputs that are done leave the batch, and hypotheses share their memory", async () => {
  const counted = new TinyDecoder(12, 9);
  const options = { endToken: 0, suppressTokens: [0], numBeams: 3 };
  await generate(counted, tinyStart([0, 1, 2]), { ...options, maxLength: (length) => 2 * length });
  const asked = [
    [3, 1], // at first there is one hypothesis
    [3, 3],
    [2, 3],
    [2, 3],
    [1, 3],
    [1, 3],
  ];
  expect(counted.asked).toEqual(asked);
});

test("a search stops where no hypothesis can win any more, or sooner when it is told to", async () => {
  const steps = async (options: Partial<GenerationOptions>) => {
    const counted = new TinyDecoder(12, 9);
    const common = { endToken: END, maxLength: 40, numBeams: 4 };
    const [[best] = []] = await generate(counted, tinyStart([2]), { ...common, ...options });
    return [counted.asked.length, best?.score] as const;
  };
  const [, whole] = await steps({ numBeams: 400 });
  const [exact, score] = await steps({});
  const [early, earlyScore] = await steps({ earlyStopping: true });
  expect(score).toBeCloseTo(whole as number, 5);
  expect(exact).toBeLessThan(40);
  expect(early).toBeLessThan(exact);
  expect(earlyScore).toBeLessThanOrEqual(score as number);
});

test("no run of tokens comes twice where that is forbidden", async () => {
  const runs = (tokens: readonly number[], size: number) =>
    tokens.slice(size - 1).map((_, from) => `${tokens.slice(from, from + size)}`);
  const options = { endToken: END, suppressTokens: [END], maxLength: 30, numBeams: 3 };
  for (const size of [1, 2, 3]) {
    const free = await generate(model, tinyStart([0, 1]), { ...options, maxLength: 11 });
    const without = await generate(model, tinyStart([0, 1]), {
      ...{ ...options, maxLength: 11, noRepeatNgramSize: size },
    });
    for (const [input, [best]] of without.entries()) {
      const found = runs(best?.tokens ?? [], size);
      expect(found.length).toBe(12 - size);
      expect(new Set(found).size).toBe(found.length);
      const repeated = runs(free[input]?.[0]?.tokens ?? [], size);
      expect(new Set(repeated).size).toBeLessThan(repeated.length);
    }
  }
});

test("an answer that cannot go on is cut there", async () => {
  const options = { endToken: END, minLength: 20, maxLength: 30, noRepeatNgramSize: 1 };
  for (const numBeams of [1, 3]) {
    const [[best] = []] = await generate(model, tinyStart([3]), { ...options, numBeams });
    // Every token but the end, once.
    expect(best?.tokens.length).toBe(11);
    expect(new Set(best?.tokens)).toEqual(new Set([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
    expect(best?.finished).toBe(false);
  }
});

test("the attention of an answer is that of its steps, over its source", async () => {
  const inputs = [1, 4];
  const options = { endToken: END, maxLength: 9, numBeams: 3, returnAttention: true };
  const answers = await generate(model, tinyStart(inputs), options);
  tidy(() => {
    for (const [place, [best]] of answers.entries()) {
      const start = tinyStart([inputs[place] as number]);
      const length = start.sourceLengths[0] as number;
      let state = start.state;
      const { tokens = [], attention = [], finished } = best ?? {};
      expect(attention.length).toBe(tokens.length + Number(finished));
      const given = [...start.tokens, ...tokens].slice(0, attention.length);
      for (const [t, token] of given.entries()) {
        const step = model.step(tensor2d([[token]], [1, 1], "int32"), state, start.memory);
        const expected = [...(step.attention?.dataSync() ?? [])].slice(0, length);
        expect([...(attention[t] ?? [])]).toEqual(expected.map((each) => expect.closeTo(each, 6)));
        state = step.state;
      }
    }
  });
});

test("no inputs, no answers", async () => {
  const start = { ...tinyStart([0]), tokens: [], sourceLengths: [] };
  expect(await generate(model, start, { endToken: END, maxLength: 3 })).toEqual([]);
});
