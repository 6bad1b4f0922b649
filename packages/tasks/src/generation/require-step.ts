import { ConfigError, ShapeError } from "@unroll/core";
import type { Settings } from "./settings.ts";
import type { Step } from "./step-model.ts";

/**
 * What a model gave, when it fits.
 *
 * @param shape  how many inputs, and hypotheses of each
 * @throws {ShapeError} when it does not
 * @throws {ConfigError} when there is no attention where it is needed
 */
export function requireStep<State extends object>(
  step: Step<State>,
  [batch, hypotheses]: readonly [number, number],
  { endToken, needsAttention }: Settings,
): Step<State> {
  const { logits, attention } = step;
  const rows = batch * hypotheses;
  if (logits.rank !== 2 || logits.shape[0] !== rows || logits.shape[1] <= endToken) {
    throw new ShapeError(
      `generate: logits must have shape [${rows}, vocabulary] with more than endToken = ${endToken} columns, ` +
        `got [${logits.shape}]. Give each of ${batch} * ${hypotheses} hypotheses a row.`,
    );
  }
  if (!needsAttention) return step;
  if (attention === undefined) {
    throw new ConfigError(
      "generate: the model must give its attention for coveragePenalty and returnAttention, got none. " +
        "Leave them out for this model.",
    );
  }
  if (attention.rank !== 3 || attention.shape[0] !== batch || attention.shape[1] !== hypotheses) {
    throw new ShapeError(
      `generate: attention must have shape [${batch}, ${hypotheses}, positions], got [${attention.shape}]. ` +
        "Give each hypothesis a row for its input's source.",
    );
  }
  return step;
}
