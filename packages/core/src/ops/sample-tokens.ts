import {
  cast,
  cumsum,
  div,
  expandDims,
  greater,
  greaterEqual,
  isNaN as isNotANumber,
  less,
  lessEqual,
  logSoftmax,
  min,
  minimum,
  mul,
  oneHot,
  softmax,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
  topk,
  where,
} from "@tensorflow/tfjs-core";
import { ConfigError, ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { bannedPlaces, withoutPlaces } from "./banned-places.ts";

export interface SampleTokensOptions {
  /** Logits are divided by it: below 1 likely tokens become likelier. Default 1. */
  temperature?: number | undefined;
  /** Only so many of the likeliest tokens. Default: all. */
  topK?: number | undefined;
  /** Only the fewest likeliest tokens whose probabilities add up to this. Default 1: all. */
  topP?: number | undefined;
  /** Places in the logits, row * vocabulary + token, that are left out. Default: none. */
  banned?: readonly number[] | undefined;
}

/**
 * Draws a token for each row: the first at which the probabilities of those that are kept, in the order of
 * tokens, add up to more than the row's number of their sum. It has no gradient.
 *
 * @param logits    [rows, vocabulary], float32
 * @param uniforms  a random number for each row, from 0 to below 1, float32 of shape [rows]
 * @returns         the tokens, int32 of shape [rows], and their log-probabilities by the logits as they are, -1 and
 *                  -Infinity where there is none to draw, -1 and NaN for logits of NaN; the caller disposes both
 * @throws {ShapeError} when the shapes or dtypes do not fit
 * @throws {ConfigError} when an option makes no sense
 * Source: Holtzman et al. 2020
 *
 * @example
 * declare const logits: Tensor2D; // [4, vocabulary]
 *
 * const uniforms = tensor1d(Rng.fromSeed(42).uniform(4));
 * const [tokens, logProbabilities] = sampleTokens(logits, uniforms, { temperature: 0.8, topP: 0.95 });
 */
export function sampleTokens(
  logits: Tensor2D,
  uniforms: Tensor1D,
  options: SampleTokensOptions = {},
): [tokens: Tensor1D, logProbabilities: Tensor1D] {
  const { temperature = 1, topK = 0, topP = 1, banned = [] } = options;
  requireRows(logits, uniforms);
  const all = options.topK === undefined;
  // What logits are multiplied by: neither 0 nor infinite, or there is no token to be drawn.
  const factor = Math.fround(1 / temperature);
  requireThat(
    factor > 0 && Number.isFinite(factor),
    "temperature must be above 0, and 1 / temperature a float32",
    temperature,
  );
  requireThat(all || (Number.isInteger(topK) && topK > 0), "topK must be a positive integer", topK);
  requireThat(topP > 0 && topP <= 1, "topP must be above 0 and at most 1", topP);
  const attrs = { temperature, topK, topP };
  return tidy(() => {
    if (!hasKernel("UnrollSampleTokens")) return composed(logits, uniforms, attrs, banned);
    return runKernel(
      "UnrollSampleTokens",
      { logits, uniforms, banned: bannedPlaces(banned) },
      attrs,
    );
  });
}

function requireRows(logits: Tensor2D, uniforms: Tensor1D): void {
  requireTensor("sampleTokens", "logits", logits, "float32");
  requireTensor("sampleTokens", "uniforms", uniforms, "float32");
  if (logits.rank === 2 && uniforms.rank === 1 && logits.shape[0] === uniforms.size) return;
  throw new ShapeError(
    "sampleTokens: logits and uniforms must have shapes [rows, vocabulary] and [rows], " +
      `got [${logits.shape}] and [${uniforms.shape}]. Pass a number for each row.`,
  );
}

function requireThat(holds: boolean, what: string, actual: number): void {
  if (holds) return;
  throw new ConfigError(`sampleTokens: ${what}, got ${actual}. Leave it out to take the default.`);
}

/** Of tfjs' ops. Of tokens that are equally likely, and at the border of topK or topP, all are kept. */
function composed(
  logits: Tensor2D,
  uniforms: Tensor1D,
  { temperature, topK, topP }: { temperature: number; topK: number; topP: number },
  banned: readonly number[],
): [tokens: Tensor1D, logProbabilities: Tensor1D] {
  const vocabulary = logits.shape[1];
  const probabilities = softmax(div<Tensor2D>(withoutPlaces(logits, banned), temperature));
  const kept = keepLikeliest(probabilities, topK === 0 ? vocabulary : topK, topP);
  const sums = cumsum(kept, 1);
  const target = mul(expandDims(uniforms, 1), sum(kept, 1, true));
  const passed = minimum(sum(cast(lessEqual(sums, target), "int32"), 1), vocabulary - 1);
  // Where nothing adds up, nothing is passed or everything.
  const found = greater(sum(kept, 1), 0);
  const tokens = cast(where(found, passed, -1) as Tensor1D, "int32");
  const ofToken = cast(oneHot(tokens, vocabulary), "bool");
  const all = logSoftmax(logits);
  const isBad = isNotANumber(sum(all, 1));
  const logProbabilities = sum(where(ofToken, all, 0), 1);
  const missing = where(isBad, Number.NaN, Number.NEGATIVE_INFINITY);
  return [tokens, where(found, logProbabilities, missing) as Tensor1D];
}

/** The same probabilities, 0 for those that are not kept. */
function keepLikeliest(probabilities: Tensor2D, topK: number, topP: number): Tensor2D {
  const vocabulary = probabilities.shape[1];
  if (topK >= vocabulary && topP === 1) return probabilities;
  const { values } = topk(probabilities, Math.min(topK, vocabulary));
  const before = cumsum(values, 1, true);
  const smallest = min(where(less(before, topP), values, 1), 1, true);
  return where(greaterEqual(probabilities, smallest), probabilities, 0);
}
