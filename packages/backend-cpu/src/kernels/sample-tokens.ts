import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { logSumExp } from "../log-sum-exp.ts";
import { floats, integers, makeIntegerTensor, makeTensor } from "../tensor-data.ts";

/**
 * A token drawn for each row.  logits [N,V], uniforms [N], banned int32 [M] -> tokens [N] int32,
 * logProbabilities [N].  Of p = softmax(logits / temperature) without banned places those tokens are kept that are
 * among the topK likeliest (0: all), and before which likelier ones add up to less than topP; drawn is the first at
 * which the kept ones, in the order of tokens, add up to more than the uniform of their sum.  Holtzman 2020.
 */
export const sampleTokens = defineKernel(
  "UnrollSampleTokens",
  (inputs, { temperature, topK, topP }, backend: MathBackendCPU) => {
    const [rows, vocabulary] = inputs.logits.shape;
    const logits = floats(backend, inputs.logits);
    const uniforms = floats(backend, inputs.uniforms);
    const banned = inputs.banned ? integers(backend, inputs.banned) : new Int32Array();
    const tokens = new Int32Array(rows).fill(-1);
    const logProbabilities = new Float32Array(rows).fill(-Infinity);
    const isBanned = new Uint8Array(logits.length);
    for (const place of banned) isBanned[place] = 1;
    for (let n = 0; n < rows; n++) {
      const first = n * vocabulary;
      const scaled = Float64Array.from({ length: vocabulary }, (_, v) =>
        isBanned[first + v] === 1 ? -Infinity : logits[first + v]! / temperature,
      );
      const largest = scaled.reduce((most, each) => Math.max(most, each), -Infinity);
      const logSum = logSumExp(logits, first, vocabulary);
      if (Number.isNaN(logSum)) logProbabilities[n] = NaN;
      if (Number.isNaN(logSum) || largest === -Infinity) continue;
      const powers = scaled.map((each) => Math.exp(each - largest));
      keepLikeliest(powers, topK === 0 ? vocabulary : topK, topP);
      const token = draw(powers, uniforms[n]!);
      tokens[n] = token;
      logProbabilities[n] = logits[first + token]! - logSum;
    }
    return [
      makeIntegerTensor(backend, [rows], tokens),
      makeTensor(backend, [rows], logProbabilities),
    ];
  },
);

/** Sets those that are not kept to 0. */
function keepLikeliest(powers: Float64Array, topK: number, topP: number): void {
  if (topK >= powers.length && topP === 1) return;
  const enough = topP * sum(powers);
  // Sorting keeps the order of those that are equal.
  const order = Array.from(powers.keys()).sort((a, b) => powers[b]! - powers[a]!);
  let before = 0;
  for (const [rank, v] of order.entries()) {
    const power = powers[v]!;
    if (rank >= topK || before >= enough) powers[v] = 0;
    before += power;
  }
}

function draw(powers: Float64Array, uniform: number): number {
  const target = uniform * sum(powers);
  let passed = 0;
  return powers.findIndex((power) => {
    passed += power;
    return passed > target;
  });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
