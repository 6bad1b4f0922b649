import { type Scalar, tidy } from "@tensorflow/tfjs-core";
import { Context, linearCrossEntropy } from "@unroll/core";
import type { TranslationModel } from "./model.ts";
import type { PairBatch } from "./pair-batch.ts";
import type { TranslationRecipe } from "./recipe.ts";
import { sampleInputs } from "./scheduled-sampling.ts";

/**
 * How far the model is from writing the targets: the mean over their tokens.
 *
 * The decoder is given the target itself (teacher forcing), or with scheduled sampling in part what it would have
 * written.
 */
export function translationLoss(
  model: TranslationModel,
  batch: PairBatch,
  {
    labelSmoothing,
    scheduledSampling,
  }: Pick<TranslationRecipe, "labelSmoothing" | "scheduledSampling">,
  context = Context.inference,
): Scalar {
  return tidy(() => {
    const inputs =
      scheduledSampling > 0
        ? sampleInputs(model, batch, scheduledSampling, context.fold("sampling").rng)
        : batch.inputs;
    const { output } = model.layers;
    const encoded = model.encode(batch.source, batch.sourceLengths, context);
    const readout = model.teach(encoded, { inputs, lengths: batch.targetLengths, context });
    const { weight, bias } = output;
    return linearCrossEntropy(readout, weight, batch.targets, { bias, labelSmoothing });
  });
}
