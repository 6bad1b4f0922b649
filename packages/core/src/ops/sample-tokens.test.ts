import { type Tensor1D, type Tensor2D, tensor1d, tensor2d, zeros } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { ConfigError, ShapeError } from "../errors.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { type SampleTokensOptions, sampleTokens } from "./sample-tokens.ts";

// Composed of tfjs ops: conformance tests the kernels.
await useBackend(plainBackend);

/** What is drawn of probabilities 0.4, 0.3, 0.2 and 0.1 at these numbers. */
function draw(uniforms: number[], options?: SampleTokensOptions) {
  const row = [0.4, 0.1, 0.3, 0.2].map(Math.log);
  const [tokens, found] = sampleTokens(
    tensor2d(uniforms.map(() => row)),
    tensor1d(uniforms),
    options,
  );
  expect(tokens.dtype).toBe("int32");
  return { tokens: tokens.arraySync(), probabilities: found.arraySync().map(Math.exp) };
}

test.each<[string, SampleTokensOptions | undefined, number[]]>([
  ["all, in their order", undefined, [0, 0, 1, 2, 3, 3]], // sums 0.4, 0.5, 0.8, 1
  ["the likeliest three", { topK: 3 }, [0, 0, 2, 2, 3, 3]], // 4/9, 7/9, 1
  ["more than there are", { topK: 9 }, [0, 0, 1, 2, 3, 3]],
  ["the nucleus", { topP: 0.6 }, [0, 0, 0, 0, 2, 2]], // 4/7, 1
  ["the likeliest one of the nucleus", { topP: 0.6, topK: 1 }, [0, 0, 0, 0, 0, 0]],
  ["squares", { temperature: 0.5 }, [0, 0, 0, 1, 2, 3]], // 16, 17, 26, 30 of 30
  ["without those banned", { banned: [0, 4, 8, 12, 16, 20] }, [1, 2, 2, 2, 3, 3]], // 1/6, 4/6, 1
])("%s", (_, options, expected) => {
  const uniforms = [0, 0.39, 0.45, 0.55, 0.81, 0.99];
  const { tokens, probabilities } = draw(uniforms, options);
  expect(tokens).toEqual(expected);
  const all = [0.4, 0.1, 0.3, 0.2];
  for (const [n, token] of tokens.entries()) {
    expect(probabilities[n]).toBeCloseTo(all[token] as number, 5);
  }
});

test("no token where there is none to draw, and nothing is left over", async () => {
  const none = Number.NEGATIVE_INFINITY;
  const logits = tensor2d([
    [Number.NaN, 1],
    [none, none],
    [none, 2],
    [1, 2],
  ]);
  const uniforms = tensor1d([0.5, 0.5, 0, 0]);
  await expectTensors(2, () => {
    const [tokens, found] = sampleTokens(logits, uniforms, { topK: 1, banned: [7, 6] });
    expect(tokens.arraySync()).toEqual([-1, -1, 1, -1]);
    expect(found.arraySync()).toEqual([Number.NaN, Number.NaN, 0, none]);
  });
});

test.each<[SampleTokensOptions, string]>([
  [{ temperature: 0 }, "temperature must be above 0, and 1 / temperature a float32, got 0"],
  [{ temperature: 1e-40 }, "temperature must be above 0, and 1 / temperature a float32"],
  [{ temperature: Number.POSITIVE_INFINITY }, "got Infinity"],
  [{ topK: 0 }, "topK must be a positive integer, got 0"],
  [{ topK: 1.5 }, "topK must be a positive integer, got 1.5"],
  [{ topP: 0 }, "topP must be above 0 and at most 1, got 0"],
  [{ topP: 1.1 }, "topP must be above 0 and at most 1, got 1.1"],
  [{ topP: Number.NaN }, "topP must be above 0 and at most 1, got NaN"],
])("%j is refused", (options, message) => {
  expect(() => draw([0.5], options)).toThrow(ConfigError);
  expect(() => draw([0.5], options)).toThrow(message);
});

test.each([
  ["a number too few", zeros([3, 4]), zeros([2]), "got [3,4] and [2]"],
  ["a matrix of numbers", zeros([2, 4]), zeros([2, 1]), "got [2,4] and [2,1]"],
  ["integers", zeros([2, 4], "int32"), zeros([2]), "logits must be float32, got int32"],
])("%s is refused", (_, logits, uniforms, message) => {
  const sample = () => sampleTokens(logits as Tensor2D, uniforms as Tensor1D);
  expect(sample).toThrow(ShapeError);
  expect(sample).toThrow(message);
});
