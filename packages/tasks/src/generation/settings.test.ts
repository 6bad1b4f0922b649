import { ConfigError, Rng } from "@unroll/core";
import { expect, test } from "vitest";
import type { GenerationOptions } from "./generation-options.ts";
import { settingsOf } from "./settings.ts";

const start = { tokens: [0, 0], sourceLengths: [3, 5] };
const given = { endToken: 1, maxLength: 10 };

test("what is not given has a default", () => {
  expect(settingsOf(given, start)).toMatchObject({
    ...{ minLength: 0, numBeams: 1, numReturnSequences: 1, lengthPenalty: 0.6, candidates: 1 },
    ...{ coveragePenalty: 0, earlyStopping: false, suppressTokens: [], needsAttention: false },
    maxLengths: [10, 10],
  });
  const { maxLengths } = settingsOf({ ...given, maxLength: (length) => 2 * length + 1 }, start);
  expect(maxLengths).toEqual([7, 11]);
});

test.each<[Record<string, unknown>, string]>([
  [{ endToken: -1 }, "endToken must be >=0, got -1"],
  [{ endToken: undefined }, "endToken must be number, got undefined"],
  [{ maxLength: 0 }, "maxLength must be >=1, got 0"],
  [{ maxLength: "long" }, 'maxLength must be a positive integer or a function, got "long"'],
  [{ maxLength: (length: number) => length / 2 }, "got 1.5 for input 0"],
  [{ minLength: 10 }, "maxLength must be an integer above minLength = 10, got 10 for input 0"],
  [{ minLength: -1 }, "minLength must be >=0, got -1"],
  [{ numBeams: 0 }, "numBeams must be >=1, got 0"],
  [{ numBeams: 2.5 }, "numBeams must be"],
  [{ numReturnSequences: 2 }, "numReturnSequences must be at most numBeams = 1, got 2"],
  [{ lengthPenalty: -1 }, "lengthPenalty must be"],
  [{ lengthPenalty: "mean" }, "lengthPenalty must be"],
  [{ coveragePenalty: Number.POSITIVE_INFINITY }, "coveragePenalty must be"],
  [{ suppressTokens: 3 }, "suppressTokens must be Array, got 3"],
  [{ beams: 3 }, "beams must be left out, got"],
  [{ sampling: {} }, "sampling.rng must be"],
  [{ sampling: { rng: 42 } }, "sampling.rng must be an Rng, or one for each input, got 42"],
  [{ sampling: { rng: [Rng.fromSeed(1)] } }, "must have a stream for each of 2 inputs, got 1"],
  [{ sampling: { rng: Rng.fromSeed(1), topK: 0 } }, "sampling.topK must be >=1, got 0"],
  [{ sampling: { rng: Rng.fromSeed(1), topP: 1.5 } }, "sampling.topP must be <=1, got 1.5"],
  [{ sampling: { rng: Rng.fromSeed(1), temperature: 0 } }, "sampling.temperature must be >0"],
  [{ sampling: { rng: Rng.fromSeed(1) }, numBeams: 2 }, "numBeams must be 1 with sampling, got 2"],
])("%j is refused", (option, message) => {
  const settle = () => settingsOf({ ...given, ...option } as GenerationOptions, start);
  expect(settle).toThrow(ConfigError);
  expect(settle).toThrow(message);
});

test("a function of lengths needs lengths, and options are needed", () => {
  const options = { ...given, maxLength: (length: number) => length };
  expect(() => settingsOf(options, { tokens: [0] })).toThrow("Start with sourceLengths");
  expect(() => settingsOf(undefined as never, start)).toThrow(ConfigError);
});
