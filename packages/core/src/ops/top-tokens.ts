import {
  add,
  cast,
  equal,
  isNaN as isNotANumber,
  logSoftmax,
  reshape,
  type Tensor2D,
  tidy,
  topk,
  where,
} from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { bannedPlaces, withoutPlaces } from "./banned-places.ts";

/**
 * One step of a beam search: the best continuations of each input's hypotheses, by the sum of the
 * log-probabilities of all tokens. With one hypothesis and a count of 1 it is the likeliest token.
 * best = the largest scores[b, k] + log softmax(logits[b*K + k])_v; of equal ones the first, where the backend in
 * use has the kernel. It has no gradient.
 *
 * @param logits  of the next token, [batch * hypotheses, vocabulary], float32
 * @param scores  so far, [batch, hypotheses], float32; -Infinity for a hypothesis that does not go on, whose logits
 *                are not read
 * @param count   how many, at most hypotheses * vocabulary
 * @param banned  places in the logits, row * vocabulary + token, that are left out
 * @returns       the sums of log-probabilities, the best first, -Infinity where there are too few; and where they
 *                are, hypothesis * vocabulary + token, int32, -1 where there are too few; both [batch, count], and
 *                the caller disposes them
 * @throws {ShapeError} when the shapes, dtypes or the count do not fit
 *
 * @example
 * declare const logits: Tensor2D, scores: Tensor2D; // [batch * 4, vocabulary], [batch, 4]
 *
 * const [best, places] = topTokens(logits, scores, 8);
 * const vocabulary = logits.shape[1];
 * const [first = 0] = await places.data();
 * const [parent, token] = [Math.floor(first / vocabulary), first % vocabulary];
 */
export function topTokens(
  logits: Tensor2D,
  scores: Tensor2D,
  count: number,
  banned: readonly number[] = [],
): [best: Tensor2D, places: Tensor2D] {
  requireScores(logits, scores, count);
  return tidy(() => {
    if (!hasKernel("UnrollTopTokens")) return composed(logits, scores, count, banned);
    const inputs = { logits, scores, banned: bannedPlaces(banned) };
    return runKernel("UnrollTopTokens", inputs, { count });
  });
}

function requireScores(logits: Tensor2D, scores: Tensor2D, count: number): void {
  requireTensor("topTokens", "logits", logits, "float32");
  requireTensor("topTokens", "scores", scores, "float32");
  if (logits.rank !== 2 || scores.rank !== 2 || logits.shape[0] !== scores.size) {
    throw new ShapeError(
      "topTokens: logits and scores must have shapes [batch * hypotheses, vocabulary] and [batch, hypotheses], " +
        `got [${logits.shape}] and [${scores.shape}]. Pass a row of logits for each score.`,
    );
  }
  const most = scores.shape[1] * logits.shape[1];
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new ShapeError(
      `topTokens: count must be an integer from 1 to hypotheses * vocabulary = ${most}, got ${count}. ` +
        "Ask for no more than there are.",
    );
  }
}

/** Of tfjs' ops. */
function composed(
  logits: Tensor2D,
  scores: Tensor2D,
  count: number,
  banned: readonly number[],
): [best: Tensor2D, places: Tensor2D] {
  const [batch, hypotheses] = scores.shape;
  const [rows, vocabulary] = logits.shape;
  const nothing = Number.NEGATIVE_INFINITY;
  const soFar = reshape(scores, [rows, 1]);
  const totals = add(logSoftmax(logits), soFar);
  const living = where(equal(soFar, nothing), nothing, totals);
  const allowed = withoutPlaces(living as Tensor2D, banned);
  // tfjs' topk takes no NaN, and knows no more than that Infinity is the largest.
  const ordered = where(isNotANumber(allowed), Number.POSITIVE_INFINITY, allowed);
  const { values, indices } = topk(reshape(ordered, [batch, hypotheses * vocabulary]), count);
  return [
    where(equal(values, Number.POSITIVE_INFINITY), Number.NaN, values) as Tensor2D,
    cast(where(equal(values, nothing), -1, indices), "int32") as Tensor2D,
  ];
}
